import { isIP } from 'node:net';
import type { BaseOptions, SASLMechanismValue } from '@platformatic/kafka';
import type { Logger } from '../core/client.ts';
import { RuntimeError } from '../core/errors.ts';
import type { KafkaAddress, KafkaCredentials } from '../partitions/kafka-options.ts';

export interface ClientSettings extends KafkaAddress {
  readonly clientId: string;
  readonly log?: Logger | undefined;
}

/** What every client is made with. Whoever asks does the retrying: it knows when to give up. */
export function clientOptions({ brokers, clientId, ssl, sasl }: ClientSettings): BaseOptions {
  requireAddresses(brokers);
  return {
    bootstrapBrokers: [...brokers],
    clientId,
    connectTimeout: 5_000,
    retries: 2,
    retryDelay: 100,
    autocreateTopics: false,
    ...(ssl === undefined || ssl === false ? {} : tlsOptions(ssl, brokers)),
    ...(sasl === undefined ? {} : { sasl: saslOptions(sasl) }),
  };
}

function requireAddresses(brokers: readonly string[]): void {
  const wrong = brokers.find((broker) => !/^[^:\s]+:\d+$/.test(broker));
  if (brokers.length === 0 || wrong !== undefined) {
    throw new RuntimeError(
      'CONFIGURATION_INVALID',
      `Kafka brokers are given as host:port, ${wrong === undefined ? 'but none is given' : `not as '${wrong}'`}`,
    );
  }
}

function tlsOptions(ssl: Exclude<KafkaAddress['ssl'], false | undefined>, brokers: readonly string[]) {
  // A server name must not be an address.
  const tlsServerName = brokers.every((broker) => isIP(broker.replace(/:\d+$/, '')) === 0);
  return { tls: ssl === true ? {} : ssl, tlsServerName };
}

const mechanisms: Readonly<Record<KafkaCredentials['mechanism'], SASLMechanismValue>> = {
  plain: 'PLAIN',
  'scram-sha-256': 'SCRAM-SHA-256',
  'scram-sha-512': 'SCRAM-SHA-512',
};

function saslOptions({ mechanism, username, password }: KafkaCredentials): NonNullable<BaseOptions['sasl']> {
  return { mechanism: mechanisms[mechanism], username, password };
}
