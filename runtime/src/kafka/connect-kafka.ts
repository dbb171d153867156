import type { Kafka } from 'kafkajs';
import type { Transport } from '../core/transport.ts';
import { createClientTransport } from '../partitions/client-transport.ts';
import type { KafkaOptions } from '../partitions/kafka-options.ts';
import { createPublisher } from '../partitions/publisher.ts';
import { openSubscription } from '../partitions/subscription.ts';
import { withAdmin } from './admin.ts';
import { createConnections } from './connections.ts';
import { deleteGroup } from './delete-group.ts';
import { createGroupMember } from './group-member.ts';
import { createIdempotentProducer } from './idempotent-producer.ts';
import { type ClientSettings, createKafkaClient } from './kafka-client.ts';
import { isPermanent } from './kafka-error.ts';
import { toMessage } from './kafka-records.ts';
import { ensureTopics, readPartitionCounts } from './topics.ts';

const defaultPublishTimeout = 30_000;
const defaultSessionTimeout = 30_000;
const defaultStallTimeout = 30_000;

/**
 * Connects to a Kafka cluster. Resolves when a broker has answered; rejects with `TRANSPORT_FAILED` where none does,
 * with `CONFIGURATION_INVALID` where the addresses are no addresses.
 */
export async function connectKafka(options: KafkaOptions): Promise<Transport> {
  const { publishTimeout = defaultPublishTimeout, ...consuming } = options;
  const { sessionTimeout = defaultSessionTimeout, stallTimeout = defaultStallTimeout, ...settings } = consuming;
  const connections = createConnections();
  const client = createKafkaClient({ ...settings, connections });
  await describe(client, settings.brokers).catch((error: unknown) => {
    connections.end();
    throw error;
  });
  const publishing = createKafkaClient({ ...forPublishing(settings, publishTimeout), connections });
  const publisher = createPublisher({
    timeout: publishTimeout,
    readPartitionCounts: (topics) => readPartitionCounts(publishing, topics),
    toMessage,
    ...createIdempotentProducer(publishing),
  });
  return createClientTransport({
    publisher,
    requireTopics: (topics) => readPartitionCounts(client, topics),
    ensureTopics: (topics) => ensureTopics(client, topics),
    subscribe: (subscription, closing) =>
      openSubscription({
        subscription,
        closing,
        isPermanent,
        createMember: (memory) => createGroupMember({ settings, sessionTimeout, stallTimeout, subscription, memory }),
      }),
    deleteGroup: (group) => deleteGroup(settings, group),
    release: connections.end,
  });
}

function describe(client: Kafka, brokers: readonly string[]): Promise<unknown> {
  return withAdmin(client, `no broker of ${brokers.join(', ')} answers`, (admin) => admin.describeCluster());
}

/** A request that hangs must not use up the time in which another one could succeed. */
function forPublishing(settings: ClientSettings, publishTimeout: number): ClientSettings {
  return { ...settings, requestTimeout: Math.min(10_000, Math.ceil(publishTimeout / 2)) };
}
