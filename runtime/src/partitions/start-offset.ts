import { RuntimeError } from '../core/errors.ts';
import type { Partition } from './fetch-control.ts';
import type { CommittedOffset } from './offset-committer.ts';

/** Where to begin in a partition. */
export interface StartOffset extends CommittedOffset {
  /** False where the group has no position yet and begins by `startFrom`. */
  readonly committed: boolean;
}

export interface OffsetRange {
  /** Offset of the first record. */
  readonly low: bigint;
  /** Offset after the last record. */
  readonly high: bigint;
}

export interface StartOffsetOptions {
  readonly group: string;
  readonly startFrom: 'earliest' | 'latest';
  readonly topic: string;
  readonly partition: number;
  /** What the group has committed, as the brokers say. */
  readonly position: bigint | undefined;
  /** What this subscription's members have committed, as far as they have. */
  readonly known?: bigint | undefined;
  /** The topic is another one of the same name than the one that the group has read. */
  readonly isAnew?: boolean;
  /** The partition was added when the group was at work already, so all of its records are after its beginning. */
  readonly isAdded?: boolean;
  /** What the log has. */
  readonly range: OffsetRange;
}

/**
 * Where to begin. Throws `OFFSET_OUT_OF_RANGE` where the log no longer has the group's position: clients would go on
 * somewhere else without a word, and events would be lost or come again.
 */
export function startOffset(options: StartOffsetOptions): StartOffset {
  const { group, startFrom, range, position, known, isAdded = false, topic, partition: number } = options;
  const partition = { topic, partition: number };
  const { low, high } = range;
  if (options.isAnew === true) throw madeAnew(group, partition, position ?? known);
  if (known !== undefined && (position ?? -1n) < known) throw setBack(group, { ...partition, offset: known }, position);
  if (position === undefined) {
    return { ...partition, offset: startFrom === 'earliest' || isAdded ? low : high, committed: false };
  }
  if (position < low || position > high) throw outOfRange(group, { ...partition, offset: position, ...range });
  return { ...partition, offset: position, committed: true };
}

/** Offsets of one topic say nothing about another one, though it may have records there. */
function madeAnew(group: string, { topic, partition }: Partition, offset: bigint | undefined): RuntimeError {
  const position = offset === undefined ? '' : `, and its offset ${offset} is of the one before`;
  return new RuntimeError(
    'OFFSET_OUT_OF_RANGE',
    `group '${group}' has read partition ${partition} of '${topic}': the topic was made anew since then${position}. ` +
      "Nothing is skipped or repeated without your word: set the group's offsets (kafka-consumer-groups.sh " +
      '--reset-offsets) and start again',
  );
}

/** The error that halts a group rather than have it skip records. */
export function outOfRange(group: string, place: CommittedOffset & Partial<OffsetRange>): RuntimeError {
  const { topic, partition, offset, low, high } = place;
  const range = low === undefined || high === undefined ? '' : `, which now holds ${low} to ${high}`;
  const gap = low === undefined || low <= offset ? '' : ` (${low - offset} records are gone)`;
  return new RuntimeError(
    'OFFSET_OUT_OF_RANGE',
    `group '${group}' stands at offset ${offset} of partition ${partition} of '${topic}'${range}${gap}: retention has ` +
      'removed records that it has not read, or the topic was made anew. Nothing is skipped without your word: set ' +
      "the group's offsets (kafka-consumer-groups.sh --reset-offsets) and start again",
  );
}

/** Offsets that are lower than those of this topic's events so far would pass for events that were handled already. */
function setBack(
  group: string,
  { topic, partition, offset }: CommittedOffset,
  position: bigint | undefined,
): RuntimeError {
  return new RuntimeError(
    'OFFSET_OUT_OF_RANGE',
    `group '${group}' stood at offset ${offset} of partition ${partition} of '${topic}', and now Kafka says ` +
      `${position ?? 'that it has none'}: the topic was made anew, or the group's offsets were changed while it was at ` +
      'work. Nothing is skipped or repeated without your word: see what happened and start again',
  );
}
