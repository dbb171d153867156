import { shortNameOf } from '../full-name.ts';
import type { SchemaInput } from '../is-schema.ts';
import { childLocation } from '../json/json-node.ts';
import type {
  EnumSchema,
  Field,
  FixedSchema,
  NamedSchema,
  PrimitiveName,
  RecordSchema,
  Schema,
  UnionSchema,
} from '../model.ts';
import { parseSchema } from '../parse/parse-schema.ts';
import type { Compatibility, Incompatibility, IncompatibilityType } from './incompatibility.ts';

/**
 * Whether the reader's schema can read everything that is written with the writer's: the algorithm of Avro Java's
 * `SchemaCompatibility`, with its types, locations, messages and order. Logical types, docs and changed defaults are not
 * looked at. At most 1,000 incompatibilities are listed.
 */
export function checkReaderWriter(reader: SchemaInput, writer: SchemaInput): Compatibility {
  const check: Check = { known: new Map(), ambiguities: [] };
  const found = compare({ reader: parseSchema(reader), writer: parseSchema(writer), place: undefined }, check);
  const incompatibilities = merge([found, check.ambiguities]);
  return { compatible: incompatibilities.length === 0, incompatibilities };
}

/** A reader's schema, the writer's schema that it meets, and where. */
interface Pair<R extends Schema = Schema, W extends Schema = Schema> {
  readonly reader: R;
  readonly writer: W;
  readonly place: Place;
}

/** A JSON pointer, last token first: it becomes text only where something is wrong, which is rare. */
type Place = { readonly parent: Place; readonly token: string | number } | undefined;

function step(parent: Place, token: string | number): Place {
  return { parent, token };
}

function locationOf(place: Place): string {
  return place === undefined ? '/' : childLocation(locationOf(place.parent), place.token);
}

type Incompatibilities = readonly Incompatibility[];

interface Check {
  /**
   * Results by reader and writer. A pair that is still being compared stands as compatible, so that recursive types end.
   * As in Java a pair found again has the locations of its first time.
   */
  readonly known: Map<Schema, Map<Schema, Incompatibilities>>;
  /** Reader fields that match several writer fields: Java throws, so no union branch may hide them. */
  readonly ambiguities: Incompatibility[];
}

function compare(pair: Pair, check: Check): Incompatibilities {
  const { reader, writer } = pair;
  const results = check.known.get(reader) ?? new Map<Schema, Incompatibilities>();
  check.known.set(reader, results);
  const known = results.get(writer);
  if (known !== undefined) return known;
  results.set(writer, []);
  const result = compareNew(pair, check);
  results.set(writer, result);
  return result;
}

function compareNew({ reader, writer, place }: Pair, check: Check): Incompatibilities {
  if (writer.kind === 'union') {
    if (reader.kind === 'union') return compareUnions({ reader, writer, place }, check);
    return merge(
      writer.branches.map((branch, index) => compare({ reader, writer: branch, place: step(place, index) }, check)),
    );
  }
  if (reader.kind === 'union') return compareToReaderUnion({ reader, writer, place }, check);
  if (reader.kind === 'array' && writer.kind === 'array') {
    return compare({ reader: reader.items, writer: writer.items, place: step(place, 'items') }, check);
  }
  if (reader.kind === 'map' && writer.kind === 'map') {
    return compare({ reader: reader.values, writer: writer.values, place: step(place, 'values') }, check);
  }
  if (reader.kind === 'fixed' && writer.kind === 'fixed') return compareFixed({ reader, writer, place });
  if (reader.kind === 'enum' && writer.kind === 'enum') return compareEnums({ reader, writer, place });
  if (reader.kind === 'record' && writer.kind === 'record') return compareRecords({ reader, writer, place }, check);
  return comparePrimitives({ reader, writer, place });
}

/** Branches are tried as schemas of their own: what they miss is not reported, and their locations start at the root. */
function compareUnions({ reader, writer, place }: Pair<UnionSchema, UnionSchema>, check: Check): Incompatibilities {
  return merge(
    writer.branches.map((branch, index) => {
      const found = compare({ reader, writer: branch, place: undefined }, check);
      return found.length === 0 ? [] : missingBranch(branch, step(place, index));
    }),
  );
}

function compareToReaderUnion({ reader, writer, place }: Pair<UnionSchema>, check: Check): Incompatibilities {
  const readable = reader.branches.some(
    (branch) => compare({ reader: branch, writer, place: undefined }, check).length === 0,
  );
  return readable ? [] : missingBranch(writer, place);
}

function missingBranch(writer: Schema, place: Place): Incompatibilities {
  return [incompatibility('MISSING_UNION_BRANCH', place, `reader union lacking writer type: ${typeName(writer)}`)];
}

const promotions: ReadonlyMap<PrimitiveName, readonly PrimitiveName[]> = new Map([
  ['long', ['int']],
  ['float', ['int', 'long']],
  ['double', ['int', 'long', 'float']],
  ['bytes', ['string']],
  ['string', ['bytes']],
]);

function comparePrimitives({ reader, writer, place }: Pair): Incompatibilities {
  if (reader.kind === 'primitive' && writer.kind === 'primitive') {
    if (reader.type === writer.type || promotions.get(reader.type)?.includes(writer.type)) return [];
  }
  const message = `reader type: ${typeName(reader)} not compatible with writer type: ${typeName(writer)}`;
  return [incompatibility('TYPE_MISMATCH', place, message)];
}

/** Names match if their short names are equal, or the reader has the writer's full name as an alias. */
function compareNames({ reader, writer, place }: Pair<NamedSchema, NamedSchema>): Incompatibilities {
  const equal = shortNameOf(reader.name) === shortNameOf(writer.name) || reader.aliases.includes(writer.name);
  if (equal) return [];
  return [incompatibility('NAME_MISMATCH', step(place, 'name'), `expected: ${writer.name}`)];
}

function compareFixed(pair: Pair<FixedSchema, FixedSchema>): Incompatibilities {
  const { reader, writer, place } = pair;
  const names = compareNames(pair);
  if (reader.size === writer.size) return names;
  const message = `expected: ${writer.size}, found: ${reader.size}`;
  return [...names, incompatibility('FIXED_SIZE_MISMATCH', step(place, 'size'), message)];
}

function compareEnums(pair: Pair<EnumSchema, EnumSchema>): Incompatibilities {
  const { reader, writer, place } = pair;
  const names = compareNames(pair);
  const symbols = new Set(reader.symbols);
  const missing = writer.symbols.filter((symbol) => !symbols.has(symbol)).sort();
  if (missing.length === 0 || reader.default !== undefined) return names;
  const message = `[${missing.join(', ')}]`;
  return [...names, incompatibility('MISSING_ENUM_SYMBOLS', step(place, 'symbols'), message)];
}

function compareRecords(pair: Pair<RecordSchema, RecordSchema>, check: Check): Incompatibilities {
  const { reader, writer } = pair;
  const writerFields = new Map(writer.fields.map((field) => [field.name, field]));
  const fieldsPlace = step(pair.place, 'fields');
  const fields = reader.fields.map((field, index) => {
    const place = step(fieldsPlace, index);
    const [match, ...others] = matchingFields(field, writerFields);
    if (match === undefined) return compareMissingField(field, { reader, writer, place }, check);
    if (others.length > 0) return reportAmbiguity(field, { writer, place }, check);
    return compare({ reader: field.type, writer: match.type, place: step(place, 'type') }, check);
  });
  return merge([compareNames(pair), ...fields]);
}

/** The writer's fields of the reader field's name and of its aliases. */
function matchingFields({ name, aliases }: Field, writerFields: ReadonlyMap<string, Field>): readonly Field[] {
  const direct = writerFields.get(name);
  if (aliases.length === 0) return direct === undefined ? [] : [direct];
  return [name, ...new Set(aliases)].flatMap((candidate) => writerFields.get(candidate) ?? []);
}

function compareMissingField(field: Field, { writer, place }: Pair, check: Check): Incompatibilities {
  if (field.default !== undefined) return [];
  if (field.type.kind === 'enum' && field.type.default !== undefined) {
    // Java compares the enum with the writer's record here, and so never finds it compatible.
    return compare({ reader: field.type, writer, place: step(place, 'type') }, check);
  }
  return [incompatibility('READER_FIELD_MISSING_DEFAULT_VALUE', place, field.name)];
}

function reportAmbiguity(
  { name }: Field,
  { writer, place }: { writer: RecordSchema; place: Place },
  { ambiguities }: Check,
): Incompatibilities {
  const message = `Reader record field ${name} matches multiple fields in writer record ${writer.name}`;
  ambiguities.push(incompatibility('NAME_MISMATCH', place, message));
  return [];
}

function incompatibility(type: IncompatibilityType, place: Place, message: string): Incompatibility {
  return { type, location: locationOf(place), message };
}

function typeName(schema: Schema): string {
  return (schema.kind === 'primitive' ? schema.type : schema.kind).toUpperCase();
}

const mostListed = 1_000;
const none: Incompatibilities = [];

/** A type used in many places brings its list to each of them, so lists could grow without bound. */
function merge(lists: readonly Incompatibilities[]): Incompatibilities {
  let merged = none;
  for (const list of lists) {
    if (list.length > 0) merged = merged.length === 0 ? list : [...merged, ...list].slice(0, mostListed);
  }
  return merged;
}
