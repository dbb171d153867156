import type { Admin, Kafka } from 'kafkajs';
import { RuntimeError } from '../core/errors.ts';
import type { CommittedOffset } from '../partitions/offset-committer.ts';
import type { Assignment } from '../partitions/share-out.ts';
import { withAdmin } from './admin.ts';

export interface StartOffset extends CommittedOffset {
  /** False where the group has no position yet and begins by `startFrom`. */
  readonly committed: boolean;
}

export interface StartOffsetsOptions {
  readonly client: Kafka;
  readonly group: string;
  readonly startFrom: 'earliest' | 'latest';
}

/**
 * Where to begin in each assigned partition. Rejects with `OFFSET_OUT_OF_RANGE` where the log no longer has the
 * group's position: kafkajs would go on somewhere else without a word, and events would be lost or come again.
 */
export async function readStartOffsets(
  assignment: Assignment,
  { client, group, startFrom }: StartOffsetsOptions,
): Promise<readonly StartOffset[]> {
  const topics = Object.keys(assignment);
  if (topics.length === 0) return [];
  return withAdmin(client, `the positions of group '${group}' could not be read`, async (admin) => {
    const positions = await readPositions(admin, group, topics);
    const ranges = await Promise.all(topics.map((topic) => readRanges(admin, topic)));
    return topics.flatMap((topic, index) =>
      (assignment[topic] ?? []).map((partition): StartOffset => {
        const { low, high } = ranges[index]?.get(partition) ?? { low: 0n, high: 0n };
        const position = positions.get(`${topic}/${partition}`);
        if (position === undefined) {
          return { topic, partition, offset: startFrom === 'earliest' ? low : high, committed: false };
        }
        if (position < low || position > high)
          throw outOfRange(group, { topic, partition, offset: position, low, high });
        return { topic, partition, offset: position, committed: true };
      }),
    );
  });
}

async function readPositions(admin: Admin, group: string, topics: string[]): Promise<ReadonlyMap<string, bigint>> {
  const answer = await admin.fetchOffsets({ groupId: group, topics });
  return new Map(
    answer.flatMap(({ topic, partitions }) =>
      partitions
        // Negative is how Kafka says that there is none.
        .filter(({ offset }) => !offset.startsWith('-'))
        .map(({ partition, offset }) => [`${topic}/${partition}`, BigInt(offset)] as const),
    ),
  );
}

interface Range {
  /** Offset of the first record. */
  readonly low: bigint;
  /** Offset after the last record. */
  readonly high: bigint;
}

async function readRanges(admin: Admin, topic: string): Promise<ReadonlyMap<number, Range>> {
  const partitions = await admin.fetchTopicOffsets(topic);
  return new Map(partitions.map(({ partition, low, high }) => [partition, { low: BigInt(low), high: BigInt(high) }]));
}

/** The error that halts a group rather than have it skip records. */
export function outOfRange(group: string, place: CommittedOffset & Partial<Range>): RuntimeError {
  const { topic, partition, offset, low, high } = place;
  const range = low === undefined || high === undefined ? '' : `, which now holds ${low} to ${high}`;
  return new RuntimeError(
    'OFFSET_OUT_OF_RANGE',
    `group '${group}' stands at offset ${offset} of partition ${partition} of '${topic}'${range}: retention has ` +
      'removed records that it has not read, or the topic was made anew. Nothing is skipped without your word: set ' +
      "the group's offsets (kafka-consumer-groups.sh --reset-offsets) and start again",
  );
}
