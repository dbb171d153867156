import type { Batch, Consumer, EachBatchPayload, Kafka, LogEntry } from 'kafkajs';
import type { SubscribeOptions } from '../core/transport.ts';
import { withDeadline } from '../partitions/deadline.ts';
import type { FetchControl } from '../partitions/fetch-control.ts';
import { type CommittedOffset, createOffsetCommitter } from '../partitions/offset-committer.ts';
import { createPartitionClaims, type FetchedBatch, type PartitionClaims } from '../partitions/partition-claims.ts';
import type { SubscriptionMemory } from '../partitions/subscription-memory.ts';
import { type Connections, createConnections } from './connections.ts';
import { createFetchControl } from './fetch-control.ts';
import { type ClientSettings, createKafkaClient } from './kafka-client.ts';
import { saysMembershipEnded } from './kafka-error.ts';
import { toStoredRecord } from './kafka-records.ts';
import { subscribedRoundRobin } from './partition-assigner.ts';

export interface GroupConsumerOptions {
  readonly settings: ClientSettings;
  /** In milliseconds. */
  readonly sessionTimeout: number;
  readonly subscription: SubscribeOptions;
  readonly memory: SubscriptionMemory;
  /** Records came of a partition that has no claim. */
  onUnclaimed(): void;
  /** Sees what kafkajs warns of. */
  onLogEntry(entry: LogEntry): void;
}

/** A kafkajs consumer and the claims that it feeds. */
export interface GroupConsumer {
  /** All that this consumer makes; they end when it leaves. */
  readonly connections: Connections;
  /** For questions beside the consumer. */
  readonly client: Kafka;
  readonly consumer: Consumer;
  readonly claims: PartitionClaims;
  readonly control: FetchControl;
  /** By topic, what is stored beside positions of it. */
  notes: ReadonlyMap<string, string>;
  /** Connects and joins the group. Resolves also where that failed: the consumer's events tell. */
  run(): Promise<void>;
  /** Delivers nothing more, and has commits take no longer than somebody who wants to end may wait. */
  stop(): void;
  /** Leaves the group as far as that can be done in three seconds, and is gone after that in any case. Never rejects. */
  leave(): Promise<void>;
}

/**
 * How long the broker may hold a fetch back for want of records, and the consumer rests while all its partitions are
 * paused, in milliseconds. Bounds how late a resumed partition is fetched.
 */
const longestWait = 200;

/**
 * Outlasts more than half an hour without brokers: the group takes a member back that comes back as itself, and waits for
 * the session of one that does not.
 */
const retries = 1_000;

/** How often what is asked beside the consumer is asked again: for about two minutes. */
const questionRetries = 60;

/** How long it may take until partitions that are added to a topic are found, in milliseconds. */
const metadataMaxAge = 30_000;

const commitTimeout = 15_000;

const leaveTimeout = 3_000;

/** Makes a consumer that commits nothing by itself and never restarts by itself. */
export function createGroupConsumer(options: GroupConsumerOptions): GroupConsumer {
  const { settings, sessionTimeout, subscription, memory, onLogEntry, onUnclaimed } = options;
  const connections = createConnections();
  const client = createKafkaClient({ ...settings, retries: questionRetries, connections });
  const consuming = createKafkaClient({ ...settings, retries, connections, onLogEntry });
  const consumer = createConsumer(consuming, subscription.group, sessionTimeout);
  const control = createFetchControl(consumer);
  let commitOnce: CommitOnce | undefined;
  const committer = createOffsetCommitter({
    send: (offsets) => sendOffsets(commitOnce, offsets, parts.notes),
    saysMembershipEnded,
    onMembershipEnded: () => claims.end(),
    timeout: commitTimeout,
  });
  const claims = createPartitionClaims({
    subscription,
    control,
    onUnclaimed,
    async commit(claim, offset) {
      await committer.commit(claim, offset);
      memory.committed({ topic: claim.topic, partition: claim.partition, offset });
    },
  });
  let running: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    await consumer.connect();
    await consumer.subscribe({
      topics: [...subscription.topics],
      fromBeginning: subscription.startFrom === 'earliest',
    });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch, commitOffsetsIfNecessary }) => {
        commitOnce = commitOffsetsIfNecessary;
        // Returns at once: what takes long are handlers, and fetching and heartbeats go on beside them.
        claims.deliver(toFetchedBatch(batch));
      },
    });
  }

  const parts: GroupConsumer = {
    connections,
    client,
    consumer,
    claims,
    control,
    notes: new Map(),
    run() {
      running = run();
      return running;
    },
    stop() {
      claims.stop();
      committer.hurry();
    },
    async leave() {
      // One that is still joining has to have joined before it can leave.
      const left = running.catch(() => undefined).then(() => consumer.disconnect());
      await withDeadline(left, leaveTimeout, () => new Error('the consumer did not end')).catch(() => undefined);
      connections.end();
    },
  };
  return parts;
}

function createConsumer(client: Kafka, groupId: string, sessionTimeout: number): Consumer {
  return client.consumer({
    groupId,
    sessionTimeout,
    partitionAssigners: [subscribedRoundRobin],
    heartbeatInterval: Math.min(1_000, sessionTimeout / 3),
    rebalanceTimeout: 60_000,
    maxWaitTimeInMs: longestWait,
    metadataMaxAge,
    allowAutoTopicCreation: false,
    retry: { retries, initialRetryTime: 200, maxRetryTime: 2_000, restartOnFailure: async () => false },
  });
}

/**
 * A batch brings the one way to commit that makes a single attempt; `consumer.commitOffsets` tries again under whatever
 * generation is present by then.
 */
type CommitOnce = EachBatchPayload['commitOffsetsIfNecessary'];

async function sendOffsets(
  commitOnce: CommitOnce | undefined,
  offsets: readonly CommittedOffset[],
  notes: ReadonlyMap<string, string>,
): Promise<void> {
  if (commitOnce === undefined) throw new Error('a claim commits before it has had a record');
  await commitOnce({ topics: byTopic(offsets, notes) });
}

function byTopic(offsets: readonly CommittedOffset[], notes: ReadonlyMap<string, string>) {
  const topics = Map.groupBy(offsets, ({ topic }) => topic);
  return [...topics].map(([topic, places]) => ({
    topic,
    // Its types do not mention the metadata, which it sends on.
    partitions: places.map(({ partition, offset }) => ({
      partition,
      offset: `${offset}`,
      metadata: notes.get(topic) ?? null,
    })),
  }));
}

function toFetchedBatch(batch: Batch): FetchedBatch {
  const { topic, partition } = batch;
  const next = BigInt(batch.lastOffset()) + 1n;
  const records = batch.messages.map((message) => toStoredRecord(topic, partition, message));
  return { topic, partition, from: fetchedFrom(batch) ?? records[0]?.offset ?? next, records, next };
}

/** The offset that was asked for. The batch carries it, kafkajs's types do not mention it. */
function fetchedFrom(batch: Batch): bigint | undefined {
  return 'fetchedOffset' in batch && typeof batch.fetchedOffset === 'string' ? BigInt(batch.fetchedOffset) : undefined;
}
