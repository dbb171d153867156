import type { EnumSchema, Field, FixedSchema, NamedSchema, RecordSchema, Schema, UnionSchema } from '../model.ts';
import { fieldsByName, hasNameOf, isPromotion, matchingFields, missingSymbols } from './matching.ts';
import { type Mismatch, type Pair, type Place, step } from './mismatch.ts';

export interface Comparison {
  /** In the order of Avro Java. */
  readonly mismatches: readonly Mismatch[];
  /** Whether a pair that was met on the way is compatible; false for one that was not. */
  isCompatible(reader: Schema, writer: Schema): boolean;
  /** What a pair that was met mismatches in itself, not in what it holds. */
  ownMismatches(reader: Schema, writer: Schema): readonly Mismatch[];
}

/** The algorithm of Avro Java's `SchemaCompatibility`. */
export function compareSchemas(reader: Schema, writer: Schema): Comparison {
  const check: Check = { known: new Map(), ambiguities: [] };
  const found = compare({ reader, writer, location: undefined, readerPlace: undefined, writerPlace: undefined }, check);
  const known = (one: Schema, other: Schema): Mismatches | undefined => check.known.get(one)?.get(other);
  return {
    mismatches: merge([found, check.ambiguities]),
    isCompatible: (one, other) => known(one, other)?.length === 0,
    ownMismatches: (one, other) =>
      [...(known(one, other) ?? none), ...check.ambiguities].filter(
        (mismatch) => mismatch.reader === one && mismatch.writer === other,
      ),
  };
}

/** A pair where it is met. */
interface Met<R extends Schema = Schema, W extends Schema = Schema> extends Pair<R, W> {
  readonly location: Place;
  readonly readerPlace: Place;
  readonly writerPlace: Place;
}

type Mismatches = readonly Mismatch[];

interface Check {
  /**
   * Results by reader and writer. A pair that is still being compared stands as compatible, so that recursive types end.
   * As in Java a pair found again has the locations of its first time.
   */
  readonly known: Map<Schema, Map<Schema, Mismatches>>;
  /** Reader fields that match several writer fields: Java throws, so no union branch may hide them. */
  readonly ambiguities: Mismatch[];
}

/** Compares a pair of schemas that hold others: asks for each pair of these and is given what that found. */
type Comparing = Generator<Met, Mismatches, Mismatches>;

interface Open {
  readonly met: Met;
  readonly comparing: Comparing;
}

/**
 * Keeps the pairs that it is inside of in a list, not on the stack: recursive types of reader and writer that repeat
 * after different numbers of types lead as deep as the product of the two.
 */
function compare(root: Met, check: Check): Mismatches {
  const open: Open[] = [];
  let found = enter(root, { check, open });
  for (;;) {
    const inmost = open.at(-1);
    if (inmost === undefined) return found;
    const { done, value } = inmost.comparing.next(found);
    if (done) {
      open.pop();
      resultsOf(inmost.met.reader, check).set(inmost.met.writer, value);
      found = value;
    } else found = enter(value, { check, open });
  }
}

function resultsOf(reader: Schema, { known }: Check): Map<Schema, Mismatches> {
  const results = known.get(reader);
  if (results !== undefined) return results;
  const empty = new Map<Schema, Mismatches>();
  known.set(reader, empty);
  return empty;
}

/** What is known of a pair already, or can be told at once; else opens the comparison, whose result comes later. */
function enter(met: Met, { check, open }: { readonly check: Check; readonly open: Open[] }): Mismatches {
  const results = resultsOf(met.reader, check);
  const known = results.get(met.writer);
  if (known !== undefined) return known;
  const comparing = compareInside(met, check);
  const found = comparing === undefined ? compareLeaves(met) : none;
  results.set(met.writer, found);
  if (comparing !== undefined) open.push({ met, comparing });
  return found;
}

/** Undefined where the two hold no schemas to compare. */
function compareInside(met: Met, check: Check): Comparing | undefined {
  const { reader, writer } = met;
  if (writer.kind === 'union') {
    return reader.kind === 'union'
      ? compareUnions({ ...met, reader, writer })
      : compareToWriterUnion({ ...met, writer });
  }
  if (reader.kind === 'union') return compareToReaderUnion({ ...met, reader });
  if (reader.kind === 'array' && writer.kind === 'array') {
    return compareOne(inside(met, { reader: reader.items, writer: writer.items, token: 'items' }));
  }
  if (reader.kind === 'map' && writer.kind === 'map') {
    return compareOne(inside(met, { reader: reader.values, writer: writer.values, token: 'values' }));
  }
  if (reader.kind === 'record' && writer.kind === 'record') return compareRecords({ ...met, reader, writer }, check);
  return undefined;
}

function compareLeaves(met: Met): Mismatches {
  const { reader, writer } = met;
  if (reader.kind === 'fixed' && writer.kind === 'fixed') return compareFixed({ ...met, reader, writer });
  if (reader.kind === 'enum' && writer.kind === 'enum') return compareEnums({ ...met, reader, writer });
  return isPromotion(reader, writer) ? none : [typeMismatch(met)];
}

function* compareOne(met: Met): Comparing {
  return yield met;
}

function inside(
  { location, readerPlace, writerPlace }: Met,
  { reader, writer, token }: Pair & { readonly token: string },
): Met {
  return {
    reader,
    writer,
    location: step(location, token),
    readerPlace: step(readerPlace, token),
    writerPlace: step(writerPlace, token),
  };
}

function* compareToWriterUnion({ reader, writer, ...met }: Met<Schema, UnionSchema>): Comparing {
  const lists: Mismatches[] = [];
  for (const [index, branch] of writer.branches.entries()) {
    const places = { location: step(met.location, index), writerPlace: step(met.writerPlace, index) };
    lists.push(yield { ...met, ...places, reader, writer: branch });
  }
  return merge(lists);
}

/** Branches are tried as schemas of their own: what they miss is not reported, and their locations start at the root. */
function* compareUnions({ reader, writer, ...met }: Met<UnionSchema, UnionSchema>): Comparing {
  const missing: Mismatch[] = [];
  for (const [index, branch] of writer.branches.entries()) {
    const tried = { ...met, reader, writer: branch, writerPlace: step(met.writerPlace, index) };
    const found = yield { ...tried, location: undefined };
    if (found.length > 0) missing.push(missingBranch({ ...tried, location: step(met.location, index) }));
  }
  return missing;
}

function* compareToReaderUnion(met: Met<UnionSchema>): Comparing {
  for (const [index, reader] of met.reader.branches.entries()) {
    const found = yield { ...met, reader, location: undefined, readerPlace: step(met.readerPlace, index) };
    if (found.length === 0) return none;
  }
  return [missingBranch(met)];
}

function missingBranch(met: Met): Mismatch {
  return { ...met, type: 'MISSING_UNION_BRANCH', message: `reader union lacking writer type: ${typeName(met.writer)}` };
}

function typeMismatch(met: Met): Mismatch {
  const message = `reader type: ${typeName(met.reader)} not compatible with writer type: ${typeName(met.writer)}`;
  return { ...met, type: 'TYPE_MISMATCH', message };
}

/** The mismatch of an attribute that both schemas have. */
function attributeMismatch(
  met: Met,
  attribute: 'name' | 'size' | 'symbols',
  { type, message }: Pick<Mismatch, 'type' | 'message'>,
): Mismatch {
  const { reader, writer } = met;
  const readerPlace = step(met.readerPlace, attribute);
  const writerPlace = step(met.writerPlace, attribute);
  return { type, message, reader, writer, location: step(met.location, attribute), readerPlace, writerPlace };
}

function compareNames(met: Met<NamedSchema, NamedSchema>): Mismatches {
  const { reader, writer } = met;
  if (hasNameOf(reader, writer)) return none;
  return [attributeMismatch(met, 'name', { type: 'NAME_MISMATCH', message: `expected: ${writer.name}` })];
}

function compareFixed(met: Met<FixedSchema, FixedSchema>): Mismatches {
  const { reader, writer } = met;
  const names = compareNames(met);
  if (reader.size === writer.size) return names;
  const message = `expected: ${writer.size}, found: ${reader.size}`;
  return [...names, attributeMismatch(met, 'size', { type: 'FIXED_SIZE_MISMATCH', message })];
}

function compareEnums(met: Met<EnumSchema, EnumSchema>): Mismatches {
  const { reader, writer } = met;
  const names = compareNames(met);
  const missing = missingSymbols(reader, writer);
  const [first] = missing;
  if (first === undefined) return names;
  const message = `[${missing.toSorted().join(', ')}]`;
  const mismatch = attributeMismatch(met, 'symbols', { type: 'MISSING_ENUM_SYMBOLS', message });
  return [...names, { ...mismatch, writerPlace: step(mismatch.writerPlace, writer.symbols.indexOf(first)) }];
}

function* compareRecords(met: Met<RecordSchema, RecordSchema>, check: Check): Comparing {
  const { reader, writer } = met;
  const location = step(met.location, 'fields');
  const readerPlace = step(met.readerPlace, 'fields');
  const writerPlace = step(met.writerPlace, 'fields');
  const writerFields = fieldsByName(writer);
  const lists: Mismatches[] = [compareNames(met)];
  for (const [index, field] of reader.fields.entries()) {
    const atReader = { ...met, location: step(location, index), readerPlace: step(readerPlace, index) };
    const [match, another] = matchingFields(field, writerFields);
    if (match === undefined) {
      lists.push(yield* compareMissingField(field, atReader));
      continue;
    }
    const at = { ...atReader, writerPlace: step(writerPlace, (another ?? match).index) };
    if (another !== undefined) check.ambiguities.push(ambiguity(field, at));
    else lists.push(yield inside(at, { reader: field.type, writer: match.field.type, token: 'type' }));
  }
  return merge(lists);
}

function* compareMissingField(field: Field, met: Met<RecordSchema, RecordSchema>): Comparing {
  if (field.default !== undefined) return none;
  const { reader, writer } = met;
  if (field.type.kind === 'enum' && field.type.default !== undefined) {
    // Java compares the enum with the writer's record here, and so never finds it compatible.
    const places = { location: step(met.location, 'type'), readerPlace: step(met.readerPlace, 'type') };
    const found = yield { ...met, reader: field.type, ...places };
    return found.map((mismatch) => ({ ...mismatch, reader, writer, field }));
  }
  // Of the record that lacks the field, its name says most.
  const writerPlace = step(met.writerPlace, 'name');
  return [{ ...met, writerPlace, type: 'READER_FIELD_MISSING_DEFAULT_VALUE', message: field.name, field }];
}

function ambiguity(field: Field, met: Met<RecordSchema, RecordSchema>): Mismatch {
  const message = `Reader record field ${field.name} matches multiple fields in writer record ${met.writer.name}`;
  return { ...met, type: 'NAME_MISMATCH', message, field };
}

function typeName(schema: Schema): string {
  return (schema.kind === 'primitive' ? schema.type : schema.kind).toUpperCase();
}

const none: Mismatches = [];
const mostRepeated = 10_000;

/**
 * A type used in many places brings its list to each of them, as in Java, so lists could grow without bound. In a long
 * one each mismatch stands once.
 */
function merge(lists: readonly Mismatches[]): Mismatches {
  const filled = lists.filter(({ length }) => length > 0);
  const [first = none, second] = filled;
  if (second === undefined) return first;
  const merged = filled.flat();
  return merged.length > mostRepeated ? [...new Set(merged)] : merged;
}
