import { type CompatibilityLevel, checkReaderWriter, type Incompatibility } from '@eventwright/avro';
import type { ParsedVersion } from '../catalog/estate.ts';

/** Whether a reader that was built against one version understands what was written by another: what CI says, too. */
export interface Pair {
  readonly reader: ParsedVersion;
  readonly writer: ParsedVersion;
  readonly reasons: readonly Incompatibility[];
}

/** Each version as a reader of each as a writer, in the order of the versions. */
export function compatibilityMatrix(versions: readonly ParsedVersion[]): readonly (readonly Pair[])[] {
  const known = matrices.get(versions);
  if (known !== undefined) return known;
  const matrix = versions.map((reader) =>
    versions.map((writer) => ({
      reader,
      writer,
      reasons: reader === writer ? [] : verdictBetween(reader, writer),
    })),
  );
  matrices.set(versions, matrix);
  return matrix;
}

/** Many pages tell of the versions of one event. */
const matrices = new WeakMap<readonly ParsedVersion[], readonly (readonly Pair[])[]>();

/** Why a reader of one version fails on what another wrote; empty where it does not. */
export function verdictBetween(reader: ParsedVersion, writer: ParsedVersion): readonly Incompatibility[] {
  const known = verdicts.get(reader)?.get(writer);
  if (known !== undefined) return known;
  const reasons = checkReaderWriter(reader.schema, writer.schema).incompatibilities;
  const ofReader = verdicts.get(reader) ?? new WeakMap<ParsedVersion, readonly Incompatibility[]>();
  verdicts.set(reader, ofReader.set(writer, reasons));
  return reasons;
}

/** The matrix of an event tells of it, and so does the page of what changed, more than once. */
const verdicts = new WeakMap<ParsedVersion, WeakMap<ParsedVersion, readonly Incompatibility[]>>();

/** What a level means for who changes a schema, in words. */
export const levelInWords: Readonly<Record<CompatibilityLevel, string>> = {
  NONE: 'anything may change: producers and consumers have to be changed together',
  BACKWARD: 'you may remove fields and add fields with defaults; deploy consumers first',
  BACKWARD_TRANSITIVE:
    'you may remove fields and add fields with defaults; consumers of the newest version read everything that was ever written; deploy consumers first',
  FORWARD: 'you may add fields and remove fields that have defaults; deploy producers first',
  FORWARD_TRANSITIVE:
    'you may add fields and remove fields that have defaults; every consumer there ever was reads what is written now; deploy producers first',
  FULL: 'you may add and remove fields that have defaults; deploy in any order',
  FULL_TRANSITIVE:
    'you may add and remove fields that have defaults, with regard to every version there ever was; deploy in any order',
};

/** Who goes first where a level guards the way between two versions; `neither` where no order helps. */
export type DeployOrder = 'any' | 'consumers first' | 'producers first' | 'neither';

export function deploySides(before: ParsedVersion, after: ParsedVersion): DeployOrder {
  const newReadsOld = verdictBetween(after, before).length === 0;
  const oldReadsNew = verdictBetween(before, after).length === 0;
  if (newReadsOld && oldReadsNew) return 'any';
  if (newReadsOld) return 'consumers first';
  return oldReadsNew ? 'producers first' : 'neither';
}

/** The same in words. */
export const deployOrder = (before: ParsedVersion, after: ParsedVersion): string =>
  deployWords[deploySides(before, after)];

const deployWords: Readonly<Record<DeployOrder, string>> = {
  any: 'Deploy producers and consumers in any order.',
  'consumers first':
    'Deploy every consumer first, then the producers: an old consumer cannot read what a new producer writes.',
  'producers first': 'Deploy every producer first, then the consumers, once nothing old is left on the topic.',
  neither:
    'Neither side reads what the other writes. Send the new version as an event of its own, and let consumers read both until the old one has gone.',
};
