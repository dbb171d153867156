import { setTimeout as sleep } from 'node:timers/promises';
import { Admin } from '@platformatic/kafka';
import { RuntimeError } from '../core/errors.ts';
import type { TopicSpec } from '../core/transport.ts';
import { untilUnfenced } from '../partitions/until-unfenced.ts';
import { type ClientSettings, clientOptions } from './client-options.ts';
import { type Cluster, closeClient } from './cluster.ts';
import { kafkaNameOf, toRuntimeError } from './kafka-error.ts';

/** How long the brokers may take until all of a new topic's partitions have leaders, in milliseconds. */
const leaderTimeout = 30_000;

/** How long a topic may be unknown to one broker because another one has just created it, in milliseconds. */
const propagationTimeout = 1_500;

const pollInterval = 50;

/** Creates the topics that do not exist and returns their names, once every partition of theirs has a leader. */
export async function ensureTopics(
  cluster: Cluster,
  settings: ClientSettings,
  specs: readonly TopicSpec[],
): Promise<readonly string[]> {
  if (specs.length === 0) return [];
  const { brokers, topics, failures } = await describe(cluster, namesOf(specs));
  const missing = specs.filter(
    ({ topic }) => !topics.has(topic) && failures.get(topic)?.apiId !== 'LEADER_NOT_AVAILABLE',
  );
  if (missing.length === 0) return [];
  const admin = new Admin({ ...clientOptions(settings), timeout: leaderTimeout });
  try {
    const created = await Promise.all(missing.map((spec) => createTopic(admin, spec, brokers.size)));
    await awaitLeaders(cluster, namesOf(missing), leaderTimeout);
    return namesOf(missing).filter((_, index) => created[index]);
  } finally {
    await closeClient(admin);
  }
}

const namesOf = (specs: readonly TopicSpec[]): readonly string[] => specs.map(({ topic }) => topic);

/** False where somebody else has created the topic in the meantime. */
async function createTopic(admin: Admin, spec: TopicSpec, brokers: number): Promise<boolean> {
  const { topic, partitions, replicas, config } = spec;
  try {
    const topics = [{ topic, partitions, replicas: Math.min(replicas, brokers) }];
    const configs = Object.entries(config).map(([name, value]) => ({ name, value }));
    await untilUnfenced({
      create: () => admin.createTopics({ topics, configs }),
      lacksBrokers: (error) => kafkaNameOf(error) === 'INVALID_REPLICATION_FACTOR',
      timeout: leaderTimeout,
    });
    return true;
  } catch (error) {
    if (kafkaNameOf(error) === 'TOPIC_ALREADY_EXISTS') return false;
    throw toRuntimeError(error, `topic '${topic}' could not be created`);
  }
}

/** The number of partitions of each topic. Rejects with `TOPIC_UNKNOWN` where one does not exist. */
export function readPartitionCounts(cluster: Cluster, topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
  return awaitLeaders(cluster, topics, propagationTimeout);
}

/** The number of partitions of each topic, once each of them has a leader or patience is at its end. */
async function awaitLeaders(
  cluster: Cluster,
  names: readonly string[],
  patience: number,
): Promise<ReadonlyMap<string, number>> {
  const deadline = Date.now() + patience;
  for (;;) {
    const { topics, failures } = await describe(cluster, names);
    const late = Date.now() > deadline;
    const failed = [...failures].find(([, error]) => late || !passing.has(error.apiId));
    if (failed !== undefined) throw unavailable(...failed);
    const views = names.map((name) => topics.get(name)?.leaders ?? []);
    if (late || views.every((leaders) => leaders.length > 0 && leaders.every((leader) => leader >= 0))) {
      return new Map(names.map((name, index) => [name, views[index]?.length ?? 0]));
    }
    await sleep(pollInterval);
  }
}

/** What is said of a topic that has just been created. */
const passing: ReadonlySet<string> = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE']);

async function describe(cluster: Cluster, names: readonly string[]): ReturnType<Cluster['describe']> {
  try {
    return await cluster.describe(names);
  } catch (error) {
    throw toRuntimeError(error, 'topics could not be looked up');
  }
}

function unavailable(topic: string, error: Error): RuntimeError {
  const failure = toRuntimeError(error, `topic '${topic}' could not be looked up`);
  if (failure.code !== 'TOPIC_UNKNOWN') return failure;
  return new RuntimeError(
    'TOPIC_UNKNOWN',
    `Kafka has no topic '${topic}': create it with 'eventwright topics apply' or correct the name`,
    { cause: error },
  );
}
