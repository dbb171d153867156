import type { Admin, Kafka } from 'kafkajs';
import type { SubscribeOptions } from '../core/transport.ts';
import type { Partition } from '../partitions/fetch-control.ts';
import type { Assignment } from '../partitions/share-out.ts';
import type { OffsetRange } from '../partitions/start-offset.ts';
import { type Beginning, type GroupPosition, startOffsets } from '../partitions/start-offsets.ts';
import type { SubscriptionMemory } from '../partitions/subscription-memory.ts';
import { withAdmin } from './admin.ts';
import { readTopicIdentities } from './topic-identities.ts';

export interface StartOffsetsOptions {
  readonly client: Kafka;
  readonly subscription: SubscribeOptions;
  readonly memory: SubscriptionMemory;
}

/**
 * Where to begin in each assigned partition. Rejects with `OFFSET_OUT_OF_RANGE` where the log no longer has the
 * group's position, or has it of a topic that was made anew since.
 */
export async function readStartOffsets(
  assignment: Assignment,
  { client, subscription, memory }: StartOffsetsOptions,
): Promise<Beginning> {
  const { group } = subscription;
  const topics = Object.keys(assignment);
  if (topics.length === 0) return { starts: [], topics: new Map() };
  return withAdmin(client, `the positions of group '${group}' could not be read`, async (admin) => {
    const identities = await readTopicIdentities(client, topics);
    const positions = await readPositions(admin, group, topics);
    const ranges = new Map(
      await Promise.all(topics.map(async (topic) => [topic, await readRanges(admin, topic)] as const)),
    );
    const observation = {
      topics: identities,
      counts: new Map([...ranges].map(([topic, partitions]) => [topic, partitions.size])),
      positionOf: ({ topic, partition }: Partition) => positions.get(`${topic}/${partition}`),
      rangeOf: ({ topic, partition }: Partition) => ranges.get(topic)?.get(partition),
    };
    return startOffsets(assignment, observation, { subscription, memory });
  });
}

async function readPositions(
  admin: Admin,
  group: string,
  topics: string[],
): Promise<ReadonlyMap<string, GroupPosition>> {
  const answer = await admin.fetchOffsets({ groupId: group, topics });
  return new Map(
    answer.flatMap(({ topic, partitions }) =>
      partitions
        // Negative is how Kafka says that there is none.
        .filter(({ offset }) => !offset.startsWith('-'))
        .map(
          ({ partition, offset, metadata: note }) =>
            [`${topic}/${partition}`, { offset: BigInt(offset), note }] as const,
        ),
    ),
  );
}

/** What the log of each partition of a topic holds. */
export async function readRanges(admin: Admin, topic: string): Promise<ReadonlyMap<number, OffsetRange>> {
  const partitions = await admin.fetchTopicOffsets(topic);
  return new Map(partitions.map(({ partition, low, high }) => [partition, { low: BigInt(low), high: BigInt(high) }]));
}
