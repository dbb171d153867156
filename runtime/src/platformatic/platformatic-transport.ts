import type { Transport } from '../core/transport.ts';
import { createClientTransport } from '../partitions/client-transport.ts';
import type { KafkaOptions } from '../partitions/kafka-options.ts';
import { createPublisher } from '../partitions/publisher.ts';
import { openSubscription } from '../partitions/subscription.ts';
import { openCluster } from './cluster.ts';
import { deleteGroup } from './delete-group.ts';
import { createGroupMember } from './group-member.ts';
import { createIdempotentProducer } from './idempotent-producer.ts';
import { isPermanent, toRuntimeError } from './kafka-error.ts';
import { toMessage } from './kafka-records.ts';
import { createProduceTarget } from './produce-target.ts';
import { ensureTopics, readPartitionCounts } from './topics.ts';

const defaultPublishTimeout = 30_000;
const defaultSessionTimeout = 30_000;
const defaultStallTimeout = 30_000;

/** Connects by `@platformatic/kafka`, which importing this needs. */
export async function openPlatformatic(options: KafkaOptions): Promise<Transport> {
  const { publishTimeout = defaultPublishTimeout, ...consuming } = options;
  const { sessionTimeout = defaultSessionTimeout, stallTimeout = defaultStallTimeout, ...settings } = consuming;
  // A request that hangs must not use up the time in which another one could succeed.
  const cluster = openCluster(settings, Math.min(10_000, Math.ceil(publishTimeout / 2)));
  try {
    await cluster.describe([]);
  } catch (error) {
    await cluster.close();
    throw toRuntimeError(error, `no broker of ${settings.brokers.join(', ')} answers`);
  }
  const publisher = createPublisher({
    timeout: publishTimeout,
    readPartitionCounts: (topics) => readPartitionCounts(cluster, topics),
    toMessage,
    send: createIdempotentProducer(createProduceTarget(cluster)),
    close: async () => undefined,
  });
  return createClientTransport({
    publisher,
    requireTopics: (topics) => readPartitionCounts(cluster, topics),
    ensureTopics: (topics) => ensureTopics(cluster, settings, topics),
    subscribe: (subscription, closing) =>
      openSubscription({
        subscription,
        closing,
        isPermanent,
        createMember: (memory) => createGroupMember({ settings, sessionTimeout, stallTimeout, subscription, memory }),
      }),
    deleteGroup: (group) => deleteGroup(settings, group),
    release: cluster.close,
  });
}
