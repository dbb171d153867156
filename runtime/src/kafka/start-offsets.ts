import type { Admin, Kafka } from 'kafkajs';
import type { Assignment } from '../partitions/share-out.ts';
import { type OffsetRange, type StartOffset, startOffset } from '../partitions/start-offset.ts';
import { withAdmin } from './admin.ts';

export interface StartOffsetsOptions {
  readonly client: Kafka;
  readonly group: string;
  readonly startFrom: 'earliest' | 'latest';
}

/**
 * Where to begin in each assigned partition. Rejects with `OFFSET_OUT_OF_RANGE` where the log no longer has the
 * group's position.
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
      (assignment[topic] ?? []).map((partition) => {
        const position = positions.get(`${topic}/${partition}`);
        const range = ranges[index]?.get(partition) ?? { low: 0n, high: 0n };
        return startOffset({ group, startFrom, topic, partition, position, range });
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

async function readRanges(admin: Admin, topic: string): Promise<ReadonlyMap<number, OffsetRange>> {
  const partitions = await admin.fetchTopicOffsets(topic);
  return new Map(partitions.map(({ partition, low, high }) => [partition, { low: BigInt(low), high: BigInt(high) }]));
}
