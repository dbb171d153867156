import {
  checkReaderWriter,
  type ExplainedIncompatibility,
  explainIncompatibilities,
  type IncompatibilityType,
  jsonText,
  type Position,
  type Schema,
} from '@eventwright/avro';
import type { SubjectVersion } from '../../model/base.ts';
import { namePath } from '../../model/name-path.ts';
import { textOfSchema } from '../text-of-schema.ts';
import { affectedBy, ownersOf } from './affected.ts';
import type { ChangeReport } from './change-rule.ts';
import type { Comparison } from './comparison.ts';
import { type Direction, promisesOf, type SchemaStep, schemaSteps } from './schema-steps.ts';

export interface IncompatibilityReport extends ChangeReport {
  readonly type: IncompatibilityType;
}

/** What breaks the compatibility level of a channel, and was not broken before already. */
export function* incompatibleSchemas(comparison: Comparison): Iterable<IncompatibilityReport> {
  for (const history of comparison.subjects) {
    for (const step of schemaSteps(history)) {
      for (const broken of brokenPromises(step)) yield report(comparison, step, broken);
    }
  }
}

/** One incompatibility of a new version with one or more versions before it. */
interface Broken {
  readonly direction: Direction;
  readonly found: ExplainedIncompatibility;
  /** With the newest of them. */
  readonly previous: SubjectVersion;
  /** Numbers of all versions that it breaks with, newest first. */
  readonly versions: readonly number[];
  /** By names: `totals.total`. */
  readonly path: string;
}

function brokenPromises({ history, version, previous }: SchemaStep): readonly Broken[] {
  const { directions, isTransitive } = promisesOf(history.channel.compatibility);
  const newest = previous.at(-1);
  const looked = isTransitive ? previous.toReversed() : previous.slice(-1);
  const byKey = new Map<string, Broken>();
  for (const direction of directions) {
    for (const earlier of looked) {
      const old = new Set(
        newest === earlier || newest === undefined ? [] : keysOf(newest.schema, earlier.schema, direction),
      );
      for (const found of incompatibilities(version.schema, earlier.schema, direction)) {
        const key = keyOf(found, readerOf(version.schema, earlier.schema, direction), direction);
        const known = byKey.get(key);
        if (known !== undefined) byKey.set(key, { ...known, versions: [...known.versions, earlier.version] });
        else if (!old.has(key)) {
          const path = pathOf(version.schema, found, direction);
          byKey.set(key, { direction, found, previous: earlier, versions: [earlier.version], path });
        }
      }
    }
  }
  return [...byKey.values()];
}

const readerOf = (next: Schema, previous: Schema, direction: Direction): Schema =>
  direction === 'backward' ? next : previous;

const writerOf = (next: Schema, previous: Schema, direction: Direction): Schema =>
  direction === 'backward' ? previous : next;

/** Proofs are only looked for where there is something to prove. */
function incompatibilities(next: Schema, previous: Schema, direction: Direction): readonly ExplainedIncompatibility[] {
  const [reader, writer] = [readerOf(next, previous, direction), writerOf(next, previous, direction)];
  return checkReaderWriter(reader, writer).compatible ? [] : explainIncompatibilities(reader, writer);
}

const keysOf = (next: Schema, previous: Schema, direction: Direction): readonly string[] =>
  incompatibilities(next, previous, direction).map((found) =>
    keyOf(found, readerOf(next, previous, direction), direction),
  );

/** The same incompatibility has the same key whatever else a schema holds before it. */
const keyOf = ({ type, message, reader }: ExplainedIncompatibility, schema: Schema, direction: Direction): string =>
  JSON.stringify([direction, type, message, namePath(schema, reader.location)]);

const placeIn = (found: ExplainedIncompatibility, direction: Direction): ExplainedIncompatibility['reader'] =>
  direction === 'backward' ? found.reader : found.writer;

/** Where the reader lacks nothing but the writer does, the writer's place is the record: the field is the reader's. */
function pathOf(next: Schema, found: ExplainedIncompatibility, direction: Direction): string {
  return namePath(next, placeIn(found, direction).location);
}

function report(comparison: Comparison, { history, version }: SchemaStep, broken: Broken): IncompatibilityReport {
  const { channel, messages } = history;
  const { direction, found, previous } = broken;
  const { address } = channel;
  const names = messages.map(({ name }) => name);
  const parties = affectedBy(comparison, { address, messages: names });
  const readers = parties.filter(({ action }) => action === 'receive');
  const field = fieldOf(broken, previous.schema);
  const { counterexample } = found;
  return {
    type: found.type,
    subject: [address, names[0], ...(field === '' ? [] : [field])].join('/'),
    message: `${headline(broken, version.version)} ${reasonOf(found)}`,
    position: placeIn(found, direction).position ?? version.schema.position ?? channel.position,
    related: relatedPlaces(history.versions, broken),
    path: placeIn(found, direction).location,
    affected: readers.length > 0 ? readers : parties,
    madeBy: ownersOf(parties),
    fields: field === '' || isNew(broken) ? [] : names.map((message) => ({ message, path: field })),
    help: helpFor(found.type, direction, field),
    ...('datum' in counterexample && {
      sample: jsonText(counterexample.datum),
    }),
  };
}

/** No code that is there uses a field that was not. */
const isNew = ({ found, direction }: Broken): boolean =>
  direction === 'backward' && found.type === 'READER_FIELD_MISSING_DEFAULT_VALUE';

/** The field that it is about; of a field that the next schema has no more, the name that it had. */
function fieldOf({ found, direction, path }: Broken, previous: Schema): string {
  if (direction === 'backward' || found.type !== 'READER_FIELD_MISSING_DEFAULT_VALUE') return path;
  return namePath(previous, found.reader.location);
}

function headline({ direction, versions }: Broken, next: number): string {
  const list = versions.toReversed().join(' and ');
  const plural = versions.length > 1 ? 'versions' : 'version';
  if (versions.length === 1 && versions[0] === next) {
    return direction === 'backward'
      ? `What was written before cannot be read any more:`
      : `Readers of before cannot read what is written now:`;
  }
  return direction === 'backward'
    ? `Version ${next} cannot read data of ${plural} ${list}:`
    : `Readers of ${plural} ${list} cannot read data of version ${next}:`;
}

/** The first letter is small behind the colon. */
function reasonOf({ counterexample }: ExplainedIncompatibility): string {
  const { why } = counterexample;
  return why.startsWith('The ') || why.startsWith('No ') ? why[0]?.toLowerCase() + why.slice(1) : why;
}

/** The other side, where it is a file of today. */
function relatedPlaces(
  versions: SchemaStep['history']['versions'],
  { found, direction, previous }: Broken,
): { readonly message: string; readonly position: Position }[] {
  const { position } = direction === 'backward' ? found.writer : found.reader;
  const today = versions.find((one) => one.version === previous.version);
  const isSame = today !== undefined && textOfSchema(today.schema) === textOfSchema(previous.schema);
  return isSame && position !== undefined ? [{ message: `version ${previous.version}`, position }] : [];
}

function helpFor(type: IncompatibilityType, direction: Direction, field: string): string {
  const name = field === '' ? 'it' : `'${field.slice(field.lastIndexOf('.') + 1)}'`;
  return help[type][direction].replaceAll('{field}', name);
}

/** How to make the change safe. */
const help: Readonly<Record<IncompatibilityType, Readonly<Record<Direction, string>>>> = {
  READER_FIELD_MISSING_DEFAULT_VALUE: {
    backward: 'Give {field} a "default", such as null in a union with "null" first; old data are read with it.',
    forward:
      'Keep {field}. To get rid of it: give it a "default" in one version, release that, and leave it out in the version after the last reader has moved.',
  },
  TYPE_MISMATCH: {
    backward:
      'Keep the type of {field}, and add a field of another name with the new type and a "default". Avro widens only int to long, float and double, long to float and double, float to double, and string and bytes into each other.',
    forward:
      'Keep the type of {field}, and add a field of another name with the new type; readers move to it before the old one goes.',
  },
  MISSING_ENUM_SYMBOLS: {
    backward: 'Keep the symbol, or give the enum a "default" among its symbols that stands for what is unknown.',
    forward: 'Give the enum a "default" first, release that, wait until every reader has it, and then add the symbol.',
  },
  MISSING_UNION_BRANCH: {
    backward: 'Keep the branch: what was written with it is still there.',
    forward: 'Let readers have the branch first: release the union in a version that nobody writes yet.',
  },
  FIXED_SIZE_MISMATCH: {
    backward: 'Keep the size, and add a field with a fixed of another name and the new size.',
    forward: 'Keep the size, and add a field with a fixed of another name and the new size.',
  },
  NAME_MISMATCH: {
    backward: 'Keep the name, or add the old full name to "aliases" of the type.',
    forward: 'Keep the name: readers of before know no alias of it.',
  },
};
