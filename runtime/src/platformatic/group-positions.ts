import type { Connection, Consumer, offsetFetchV7 } from '@platformatic/kafka';
import type { CommittedOffset } from '../partitions/offset-committer.ts';
import { type Assignment, partitionsOf } from '../partitions/share-out.ts';
import type { GroupPosition } from '../partitions/start-offsets.ts';
import { brokerError } from './kafka-error.ts';
import { nameOf } from './partition-name.ts';
import { request } from './request.ts';

/** Who stores positions. */
export interface Committer {
  readonly memberId: string;
  /** Counts the group's assignments. */
  readonly generation: number;
}

export interface StoredPositions {
  readonly offsets: readonly CommittedOffset[];
  /** By topic, what is stored beside its positions. */
  readonly notes: ReadonlyMap<string, string>;
}

/** The positions of a consumer's group by the names of partitions, of those that have one; in one attempt. */
export async function readPositions(
  consumer: Consumer,
  assignment: Assignment,
): Promise<ReadonlyMap<string, GroupPosition>> {
  const topics = Object.entries(assignment).flatMap(([name, partitions]) =>
    // Brokers would take an empty list for all partitions.
    partitions.length === 0 ? [] : [{ name, partitionIndexes: [...partitions] }],
  );
  const group = { groupId: consumer.groupId, memberId: null, memberEpoch: -1, topics };
  const connection = await connectToCoordinator(consumer);
  const answer = await request({ client: consumer, connection }, 'OffsetFetch', [group], false);
  // Brokers before Kafka 3.0 answer for one group only.
  const groups = answer.groups.length > 0 ? answer.groups : [answer];
  for (const { errorCode } of groups) if (errorCode !== 0) throw brokerError(errorCode);
  const positions = new Map(groups.flatMap((each) => each.topics).flatMap(toPositions));
  return new Map(
    partitionsOf(assignment).flatMap((partition) => {
      const position = positions.get(nameOf(partition));
      // Negative is how Kafka says that there is none.
      return position === undefined || position.offset < 0n ? [] : [[nameOf(partition), position] as const];
    }),
  );
}

function toPositions(topic: offsetFetchV7.OffsetFetchResponseTopic): readonly (readonly [string, GroupPosition])[] {
  return topic.partitions.map(({ partitionIndex: partition, committedOffset, metadata, errorCode }) => {
    if (errorCode !== 0) throw brokerError(errorCode);
    return [nameOf({ topic: topic.name, partition }), { offset: committedOffset, note: metadata }] as const;
  });
}

/**
 * Stores positions for the generation, in one attempt; the group refuses any other. The driver's own `commit` takes
 * whatever generation is present when it comes to send, and joins again to do so.
 */
export async function storePositions(
  consumer: Consumer,
  { memberId, generation }: Committer,
  { offsets, notes }: StoredPositions,
): Promise<void> {
  const connection = await connectToCoordinator(consumer);
  const places = [...Map.groupBy(offsets, ({ topic }) => topic)].map(([name, own]) => ({
    name,
    partitions: own.map(({ partition, offset }) => ({
      partitionIndex: partition,
      committedOffset: offset,
      committedLeaderEpoch: -1,
      committedMetadata: notes.get(name) ?? null,
    })),
  }));
  const client = { client: consumer, connection };
  const answer = await request(client, 'OffsetCommit', consumer.groupId, generation, memberId, null, places);
  const refused = answer.topics.flatMap(({ partitions }) => partitions).find(({ errorCode }) => errorCode !== 0);
  if (refused !== undefined) throw brokerError(refused.errorCode);
}

async function connectToCoordinator(consumer: Consumer): Promise<Connection> {
  const coordinator = await consumer.findGroupCoordinator();
  const { brokers } = await consumer.metadata({ topics: [] });
  const broker = brokers.get(coordinator);
  if (broker === undefined) {
    throw new Error(`broker ${coordinator}, which coordinates group '${consumer.groupId}', is away`);
  }
  return consumer.connections.get(broker);
}
