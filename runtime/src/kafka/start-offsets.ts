import type { Admin, Kafka } from 'kafkajs';
import type { SubscribeOptions } from '../core/transport.ts';
import type { Assignment } from '../partitions/share-out.ts';
import { type OffsetRange, type StartOffset, startOffset } from '../partitions/start-offset.ts';
import type { SubscriptionMemory } from '../partitions/subscription-memory.ts';
import { withAdmin } from './admin.ts';

export interface StartOffsetsOptions {
  readonly client: Kafka;
  readonly subscription: SubscribeOptions;
  readonly memory: SubscriptionMemory;
}

/**
 * Where to begin in each assigned partition. Rejects with `OFFSET_OUT_OF_RANGE` where the log no longer has the
 * group's position.
 */
export async function readStartOffsets(
  assignment: Assignment,
  { client, subscription, memory }: StartOffsetsOptions,
): Promise<readonly StartOffset[]> {
  const { group, startFrom } = subscription;
  const topics = Object.keys(assignment);
  if (topics.length === 0) return [];
  return withAdmin(client, `the positions of group '${group}' could not be read`, async (admin) => {
    const positions = await readPositions(admin, group, topics);
    const ranges = new Map(
      await Promise.all(topics.map(async (topic) => [topic, await readRanges(admin, topic)] as const)),
    );
    const added = memory.counted(new Map([...ranges].map(([topic, partitions]) => [topic, partitions.size])));
    for (const error of added) subscription.onError?.(error);
    return topics.flatMap((topic) =>
      (assignment[topic] ?? []).map((partition) => {
        const position = positions.get(`${topic}/${partition}`);
        const range = ranges.get(topic)?.get(partition) ?? { low: 0n, high: 0n };
        const known = memory.position({ topic, partition });
        const isAdded = memory.wasAdded({ topic, partition });
        return startOffset({ group, startFrom, topic, partition, position, known, isAdded, range });
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

/** What the log of each partition of a topic holds. */
export async function readRanges(admin: Admin, topic: string): Promise<ReadonlyMap<number, OffsetRange>> {
  const partitions = await admin.fetchTopicOffsets(topic);
  return new Map(partitions.map(({ partition, low, high }) => [partition, { low: BigInt(low), high: BigInt(high) }]));
}
