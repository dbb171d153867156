import { RuntimeError } from '../core/errors.ts';
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
  /** What the group has committed. */
  readonly position: bigint | undefined;
  /** What the log has. */
  readonly range: OffsetRange;
}

/**
 * Where to begin. Throws `OFFSET_OUT_OF_RANGE` where the log no longer has the group's position: clients would go on
 * somewhere else without a word, and events would be lost or come again.
 */
export function startOffset({ group, startFrom, range, position, ...partition }: StartOffsetOptions): StartOffset {
  const { low, high } = range;
  if (position === undefined) return { ...partition, offset: startFrom === 'earliest' ? low : high, committed: false };
  if (position < low || position > high) throw outOfRange(group, { ...partition, offset: position, ...range });
  return { ...partition, offset: position, committed: true };
}

/** The error that halts a group rather than have it skip records. */
export function outOfRange(group: string, place: CommittedOffset & Partial<OffsetRange>): RuntimeError {
  const { topic, partition, offset, low, high } = place;
  const range = low === undefined || high === undefined ? '' : `, which now holds ${low} to ${high}`;
  return new RuntimeError(
    'OFFSET_OUT_OF_RANGE',
    `group '${group}' stands at offset ${offset} of partition ${partition} of '${topic}'${range}: retention has ` +
      'removed records that it has not read, or the topic was made anew. Nothing is skipped without your word: set ' +
      "the group's offsets (kafka-consumer-groups.sh --reset-offsets) and start again",
  );
}
