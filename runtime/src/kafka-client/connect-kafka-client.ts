import { RuntimeError } from '../core/errors.ts';
import type { Transport } from '../core/transport.ts';
import type { KafkaOptions } from '../partitions/kafka-options.ts';

/** The clients that a transport on Kafka may be made of. Only the one that is chosen is loaded. */
const clients: Readonly<Record<string, () => Promise<(options: KafkaOptions) => Promise<Transport>>>> = {
  kafkajs: async () => (await import('../kafka/index.ts')).connectKafka,
  platformatic: async () => (await import('../platformatic/index.ts')).connectPlatformatic,
};

/**
 * Connects to a Kafka cluster by the client of this name, such as an environment variable gives it. Rejects with
 * `CONFIGURATION_INVALID` where there is none of the name.
 *
 * @param name `kafkajs`, which it is by default, or `platformatic`.
 */
export async function connectKafkaClient(name: string | undefined, options: KafkaOptions): Promise<Transport> {
  const load = Object.hasOwn(clients, name || 'kafkajs') ? clients[name || 'kafkajs'] : undefined;
  if (load === undefined) {
    const known = Object.keys(clients).join(' or ');
    throw new RuntimeError('CONFIGURATION_INVALID', `there is no Kafka client '${name}': KAFKA_CLIENT is ${known}`);
  }
  const connect = await load();
  return connect(options);
}
