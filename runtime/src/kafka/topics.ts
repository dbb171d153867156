import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, ITopicConfig, Kafka } from 'kafkajs';
import { RuntimeError } from '../core/errors.ts';
import type { TopicSpec } from '../core/transport.ts';
import { untilUnfenced } from '../partitions/until-unfenced.ts';
import { withAdmin } from './admin.ts';
import { kafkaTypeOf, toRuntimeError } from './kafka-error.ts';

/** How long the brokers may take until all of a new topic's partitions have leaders, in milliseconds. */
const leaderTimeout = 30_000;

/** How long a topic may be unknown to one broker because another one has just created it, in milliseconds. */
const propagationTimeout = 1_500;

const pollInterval = 50;

/** Creates the topics that do not exist and returns their names, once every partition of theirs has a leader. */
export async function ensureTopics(client: Kafka, specs: readonly TopicSpec[]): Promise<readonly string[]> {
  if (specs.length === 0) return [];
  return withAdmin(client, 'topics could not be created', async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = specs.filter(({ topic }) => !existing.has(topic));
    if (missing.length === 0) return [];
    const { brokers } = await admin.describeCluster();
    const created = await Promise.all(missing.map((spec) => createTopic(admin, spec, brokers.length)));
    const names = missing.map(({ topic }) => topic);
    await awaitLeaders(admin, names, leaderTimeout);
    return names.filter((_, index) => created[index]);
  });
}

/** False where somebody else has created the topic in the meantime. */
async function createTopic(admin: Admin, spec: TopicSpec, brokers: number): Promise<boolean> {
  const { topic, partitions, replicas, config } = spec;
  const settings: ITopicConfig = {
    topic,
    numPartitions: partitions,
    replicationFactor: Math.min(replicas, brokers),
    configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
  };
  try {
    return await untilUnfenced({
      // The client's own wait for leaders fails where the broker it asks has not heard of the topic yet.
      create: () => admin.createTopics({ topics: [settings], waitForLeaders: false, timeout: leaderTimeout }),
      lacksBrokers: (error) => kafkaTypeOf(error) === 'INVALID_REPLICATION_FACTOR',
      timeout: leaderTimeout,
    });
  } catch (error) {
    throw toRuntimeError(error, `topic '${topic}' could not be created`);
  }
}

/** The number of partitions of each topic. Rejects with `TOPIC_UNKNOWN` where one does not exist. */
export async function readPartitionCounts(
  client: Kafka,
  topics: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  return withAdmin(client, 'topics could not be looked up', (admin) => awaitLeaders(admin, topics, propagationTimeout));
}

/** The number of partitions of each topic, once each of them has a leader or patience is at its end. */
async function awaitLeaders(
  admin: Admin,
  topics: readonly string[],
  patience: number,
): Promise<ReadonlyMap<string, number>> {
  const counts = await Promise.all(
    topics.map(async (topic) => [topic, await readPartitionCount(admin, topic, patience)] as const),
  );
  return new Map(counts);
}

async function readPartitionCount(admin: Admin, topic: string, patience: number): Promise<number> {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
      const partitions = topics.find(({ name }) => name === topic)?.partitions ?? [];
      if (partitions.length > 0 && partitions.every(({ leader }) => leader >= 0)) return partitions.length;
      if (Date.now() > deadline) return partitions.length;
    } catch (error) {
      const failure = toRuntimeError(error, `topic '${topic}' could not be looked up`);
      if (failure.code !== 'TOPIC_UNKNOWN' || Date.now() > deadline) throw explained(failure, topic);
    }
    await sleep(pollInterval);
  }
}

function explained(failure: RuntimeError, topic: string): RuntimeError {
  if (failure.code !== 'TOPIC_UNKNOWN') return failure;
  return new RuntimeError(
    'TOPIC_UNKNOWN',
    `Kafka has no topic '${topic}': create it with 'eventwright topics apply' or correct the name`,
    { cause: failure },
  );
}
