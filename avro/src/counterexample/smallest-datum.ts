import type { Comparison } from '../compatibility/compare-schemas.ts';
import { innerSchemas } from '../inner-schemas.ts';
import type { JsonValue, RecordSchema, Schema, UnionSchema } from '../model.ts';
import { branchFor, readerField } from './reading.ts';
import { unionMember } from './union-member.ts';

/** The smallest data of a writer's schema and of all that is in it. */
export interface SmallestData {
  /**
   * How much a datum holds at least: values, and bytes of fixed types. Infinite where the schema has no finite datum, as
   * a record that always holds another of its kind.
   */
  sizeOf(writer: Schema): number;
  /**
   * The smallest datum, in Avro's JSON encoding; where the reader's schema is given, with symbols and branches that it
   * can read, if there are some. To be asked only for schemas of finite size.
   */
  datumOf(writer: Schema, reader: Schema | undefined): JsonValue;
}

export function smallestData(root: Schema, comparison: Comparison): SmallestData {
  const sizes = sizesOf(root);
  const sizeOf = (schema: Schema): number => sizes.get(schema) ?? Number.POSITIVE_INFINITY;
  const built = new Map<Schema, Map<Schema | undefined, JsonValue>>();
  const datumOf = (writer: Schema, reader: Schema | undefined): JsonValue => {
    const byReader = built.get(writer) ?? new Map<Schema | undefined, JsonValue>();
    built.set(writer, byReader);
    const known = byReader.get(reader);
    if (known !== undefined) return known;
    const datum = build(writer, reader, { sizeOf, comparison, inside: new Set(), choices: { left: 1_000 } });
    byReader.set(reader, datum);
    return datum;
  };
  return { sizeOf, datumOf };
}

/** Sizes only shrink from round to round, and each round settles at least one more type. */
function sizesOf(root: Schema): ReadonlyMap<Schema, number> {
  const sizes = new Map<Schema, number>();
  const schemas = [...schemasIn(root)].reverse();
  for (let changed = true; changed; ) {
    changed = false;
    for (const schema of schemas) {
      const size = sizeFrom(schema, sizes);
      if (size >= (sizes.get(schema) ?? Number.POSITIVE_INFINITY)) continue;
      sizes.set(schema, size);
      changed = true;
    }
  }
  return sizes;
}

function schemasIn(root: Schema): ReadonlySet<Schema> {
  const found = new Set([root]);
  // A set is walked in the order of insertion, what is added on the way included.
  for (const schema of found) for (const inner of innerSchemas(schema)) found.add(inner.schema);
  return found;
}

function sizeFrom(schema: Schema, sizes: ReadonlyMap<Schema, number>): number {
  const known = (inner: Schema): number => sizes.get(inner) ?? Number.POSITIVE_INFINITY;
  switch (schema.kind) {
    case 'record':
      return schema.fields.reduce((sum, { type }) => sum + known(type), 1);
    case 'union':
      return Math.min(...schema.branches.map(known));
    case 'enum':
      return schema.symbols.length > 0 ? 1 : Number.POSITIVE_INFINITY;
    case 'fixed':
      return 1 + schema.size;
    case 'primitive':
    case 'array':
    case 'map':
      return 1;
  }
}

interface Building {
  sizeOf(writer: Schema): number;
  readonly comparison: Comparison;
  /** Records that are being built: inside of them only the smallest branch is sure to end. */
  readonly inside: ReadonlySet<Schema>;
  /** How often another branch than the smallest may still be chosen, so that data cannot grow without bound. */
  readonly choices: { left: number };
}

function build(writer: Schema, reader: Schema | undefined, building: Building): JsonValue {
  const takes =
    reader?.kind === 'union' && writer.kind !== 'union' ? branchFor(reader, writer, building.comparison) : reader;
  switch (writer.kind) {
    case 'primitive':
      return primitiveData[writer.type];
    case 'fixed':
      return '\u0000'.repeat(writer.size);
    case 'enum': {
      const known = takes?.kind === 'enum' ? takes.symbols : [];
      return writer.symbols.find((symbol) => known.includes(symbol)) ?? writer.symbols[0] ?? '';
    }
    case 'array':
      return [];
    case 'map':
      return {};
    case 'union':
      return buildBranch(writer, takes, building);
    case 'record':
      return buildRecord(writer, takes, building);
  }
}

const primitiveData = {
  null: null,
  boolean: false,
  int: 0,
  long: 0,
  float: 0,
  double: 0,
  bytes: '',
  string: '',
} as const;

function buildRecord(writer: RecordSchema, reader: Schema | undefined, building: Building): JsonValue {
  const inside = new Set(building.inside).add(writer);
  const known = reader?.kind === 'record' && !building.inside.has(writer) ? reader : undefined;
  return Object.fromEntries(
    writer.fields.map(({ name, type }) => [
      name,
      build(type, known && readerField(known, name)?.type, { ...building, inside }),
    ]),
  );
}

function buildBranch(writer: UnionSchema, reader: Schema | undefined, building: Building): JsonValue {
  const { sizeOf, comparison, choices } = building;
  const smallest = [...writer.branches].sort((a, b) => sizeOf(a) - sizeOf(b));
  const finite = smallest.filter((branch) => Number.isFinite(sizeOf(branch)));
  const readable =
    reader === undefined || choices.left === 0
      ? undefined
      : finite.find((branch) => comparison.isCompatible(reader, branch));
  const branch = readable ?? smallest[0];
  if (branch === undefined) return null;
  if (branch !== smallest[0]) choices.left -= 1;
  return unionMember(branch, build(branch, reader, building));
}
