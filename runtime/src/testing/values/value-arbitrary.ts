import type { RecordSchema, Schema, UnionSchema } from '@eventwright/avro';
import * as fc from 'fast-check';
import { hasTaggedRecords, typeTag } from '../../registry/codec/union-shape.ts';
import { arbitraryScalar, text } from './scalar-arbitrary.ts';
import { type SchemaShape, shapeOf } from './schema-shape.ts';
import { smallestBranches } from './union-branches.ts';

/** How often a recursive record may stand in itself. */
const recursionDepth = 3;
/** Elements of a list, entries of a map. */
const mostElements = 4;

interface Making {
  readonly shape: SchemaShape;
  /** Arbitraries made so far, by schema and recursion left: a type that is used in many places is made once. */
  readonly made: Map<Schema, Map<number, fc.Arbitrary<unknown>>>;
}

/**
 * Values of the schema as reading gives them, every field present: all kinds and branches, logical types within their
 * bounds, recursion to a depth of three.
 */
export function arbitraryValue(schema: Schema): fc.Arbitrary<unknown> {
  return arbitraryOf(schema, recursionDepth, { shape: shapeOf(schema), made: new Map() });
}

/** Where no recursion is left, lists are empty and unions take their smallest branches. */
function arbitraryOf(schema: Schema, left: number, making: Making): fc.Arbitrary<unknown> {
  const byDepth = making.made.get(schema) ?? new Map<number, fc.Arbitrary<unknown>>();
  making.made.set(schema, byDepth);
  const known = byDepth.get(left);
  if (known !== undefined) return known;
  const arbitrary = make(schema, left, making);
  byDepth.set(left, arbitrary);
  return arbitrary;
}

function make(schema: Schema, left: number, making: Making): fc.Arbitrary<unknown> {
  switch (schema.kind) {
    case 'record':
      return records(schema, left, making);
    case 'array':
      return left === 0
        ? fc.constant([])
        : fc.array(arbitraryOf(schema.items, left, making), { maxLength: mostElements });
    case 'map':
      return left === 0
        ? fc.constant({})
        : fc.dictionary(mapKeys(), arbitraryOf(schema.values, left, making), {
            maxKeys: mostElements,
            noNullPrototype: true,
          });
    case 'union':
      return unions(schema, left, making);
    default:
      return arbitraryScalar(schema);
  }
}

function records(record: RecordSchema, left: number, making: Making): fc.Arbitrary<object> {
  // Asked first, because a record that always contains itself would never end.
  making.shape.height(record);
  const below = making.shape.isRecursive(record) ? Math.max(left - 1, 0) : left;
  const names = record.fields.map(({ name }) => name);
  return fc
    .tuple(...record.fields.map(({ type }) => arbitraryOf(type, below, making)))
    .map((values) => Object.fromEntries(names.map((name, index) => [name, values[index]])));
}

function unions(union: UnionSchema, left: number, making: Making): fc.Arbitrary<unknown> {
  const branches = left === 0 ? smallestBranches(union, making.shape) : union.branches;
  const tagged = hasTaggedRecords(union);
  return fc.oneof(
    ...branches.map((branch) => {
      const values = arbitraryOf(branch, left, making);
      return tagged && branch.kind === 'record'
        ? values.map((value) => ({ [typeTag]: branch.name, ...(value instanceof Object ? value : {}) }))
        : values;
    }),
  );
}

/** In a union with records, `$type` says which branch it is; so no map has it. */
const mapKeys = (): fc.Arbitrary<string> => text().filter((key) => key !== typeTag);
