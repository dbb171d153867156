import type { Admin, Kafka } from 'kafkajs';
import { RuntimeError } from '../core/errors.ts';
import { withDeadline } from '../partitions/deadline.ts';
import type { Partition } from '../partitions/fetch-control.ts';
import type { LogEnd } from '../partitions/stall-watch.ts';
import { withAdmin } from './admin.ts';

const timeout = 10_000;

/** `ConfigResourceTypes.TOPIC` of kafkajs, which Node cannot import by name from a CommonJS module. */
const topicResource = 2;

/** Asks where the logs of partitions end, by a connection of its own. */
export function createLogEnds(client: Kafka): (partitions: readonly Partition[]) => Promise<readonly LogEnd[]> {
  const compacted = new Map<string, boolean>();

  async function isCompacted(admin: Admin, topic: string): Promise<boolean> {
    const known = compacted.get(topic) ?? (await readIsCompacted(admin, topic));
    compacted.set(topic, known);
    return known;
  }

  async function readTopic(admin: Admin, topic: string): Promise<readonly LogEnd[]> {
    const [offsets, mayHaveGaps] = [await admin.fetchTopicOffsets(topic), await isCompacted(admin, topic)];
    return offsets.map(({ partition, high }) => ({ topic, partition, end: BigInt(high), mayHaveGaps }));
  }

  return async (partitions) => {
    const topics = [...new Set(partitions.map(({ topic }) => topic))];
    const reading = withAdmin(client, 'the ends of logs could not be read', (admin) =>
      Promise.all(topics.map((topic) => readTopic(admin, topic))),
    );
    const late = (): Error => new RuntimeError('TRANSPORT_FAILED', `no broker told the ends of logs in ${timeout} ms`);
    return (await withDeadline(reading, timeout, late)).flat();
  };
}

/** Who may not ask has to reckon with it. */
async function readIsCompacted(admin: Admin, topic: string): Promise<boolean> {
  const resource = { type: topicResource, name: topic, configNames: ['cleanup.policy'] };
  try {
    const { resources } = await admin.describeConfigs({ resources: [resource], includeSynonyms: false });
    return resources[0]?.configEntries[0]?.configValue !== 'delete';
  } catch {
    return true;
  }
}
