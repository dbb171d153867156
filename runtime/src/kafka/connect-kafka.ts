import type { Kafka } from 'kafkajs';
import { RuntimeError } from '../core/errors.ts';
import type { Subscription, Transport } from '../core/transport.ts';
import type { KafkaOptions } from '../partitions/kafka-options.ts';
import { createPublisher } from '../partitions/publisher.ts';
import { withAdmin } from './admin.ts';
import { createConnections } from './connections.ts';
import { createIdempotentProducer } from './idempotent-producer.ts';
import { type ClientSettings, createKafkaClient } from './kafka-client.ts';
import { toMessage } from './kafka-records.ts';
import { openSubscription } from './subscription.ts';
import { ensureTopics, readPartitionCounts } from './topics.ts';

const defaultPublishTimeout = 30_000;
const defaultSessionTimeout = 30_000;

/**
 * Connects to a Kafka cluster. Resolves when a broker has answered; rejects with `TRANSPORT_FAILED` where none does,
 * with `CONFIGURATION_INVALID` where the addresses are no addresses.
 */
export async function connectKafka(options: KafkaOptions): Promise<Transport> {
  const { publishTimeout = defaultPublishTimeout, sessionTimeout = defaultSessionTimeout, ...settings } = options;
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
  const subscriptions = new Set<Subscription>();
  const opening = new Set<Promise<unknown>>();
  const closing = new AbortController();
  let closed: Promise<void> | undefined;

  function requireOpen(): void {
    if (closed !== undefined) throw new RuntimeError('TRANSPORT_CLOSED', 'the connection to Kafka has been closed');
  }

  function keep(opened: Subscription): Subscription {
    const kept: Subscription = {
      stop: () => opened.stop(),
      close: () => opened.close().finally(() => subscriptions.delete(kept)),
    };
    subscriptions.add(kept);
    return kept;
  }

  async function shutDown(): Promise<void> {
    closing.abort();
    await Promise.allSettled(opening);
    await Promise.all([publisher.close(), ...[...subscriptions].map((subscription) => subscription.close())]);
    connections.end();
  }

  return {
    async publish(records) {
      requireOpen();
      return publisher.publish(records);
    },
    async subscribe(subscription) {
      requireOpen();
      await readPartitionCounts(client, subscription.topics);
      requireOpen();
      // Whoever waits for the opening finds the subscription among the others as soon as it is open.
      const opened = openSubscription({ settings, sessionTimeout, subscription, closing: closing.signal }).then(keep);
      opening.add(opened);
      return opened.finally(() => opening.delete(opened));
    },
    async ensureTopics(topics) {
      requireOpen();
      return ensureTopics(client, topics);
    },
    close() {
      closed ??= shutDown();
      return closed;
    },
  };
}

function describe(client: Kafka, brokers: readonly string[]): Promise<unknown> {
  return withAdmin(client, `no broker of ${brokers.join(', ')} answers`, (admin) => admin.describeCluster());
}

/** A request that hangs must not use up the time in which another one could succeed. */
function forPublishing(settings: ClientSettings, publishTimeout: number): ClientSettings {
  return { ...settings, requestTimeout: Math.min(10_000, Math.ceil(publishTimeout / 2)) };
}
