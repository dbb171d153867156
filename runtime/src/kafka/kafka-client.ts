import { Kafka, type KafkaConfig, type LogEntry, logLevel, type SASLOptions } from 'kafkajs';
import type { Logger } from '../core/client.ts';
import { RuntimeError } from '../core/errors.ts';
import type { KafkaAddress, KafkaCredentials } from '../partitions/kafka-options.ts';
import { type Connections, createConnections } from './connections.ts';
import { silenceNegativeTimeouts } from './negative-timeout-warning.ts';

export interface ClientSettings extends KafkaAddress {
  readonly clientId: string;
  readonly log?: Logger | undefined;
  /** How long one request may take, in milliseconds. */
  readonly requestTimeout?: number;
  /** How often a request is tried again before the client takes a broker for lost. Default 2. */
  readonly retries?: number;
  /** Default: connections that nobody can cut. */
  readonly connections?: Connections;
  /** Sees every warning and error of the client; some events it reports nowhere else. */
  readonly onLogEntry?: (entry: LogEntry) => void;
}

/**
 * A kafkajs client. Each consumer needs one of its own: members of one group that share a client share the memory of
 * their committed offsets, and so each other's position.
 */
export function createKafkaClient(settings: ClientSettings): Kafka {
  silenceNegativeTimeouts();
  const { brokers, clientId, ssl, sasl, requestTimeout = 30_000, retries = 2 } = settings;
  const { connections = createConnections() } = settings;
  requireAddresses(brokers);
  const config: KafkaConfig = {
    // A list without brokers is what ends kafkajs's tries at once.
    brokers: () => (connections.ended ? [] : [...brokers]),
    socketFactory: connections.open,
    clientId,
    connectionTimeout: 5_000,
    requestTimeout,
    retry: { retries, initialRetryTime: 100, maxRetryTime: 2_000 },
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => route(entry, settings),
    ...(ssl === undefined ? {} : { ssl }),
    ...(sasl === undefined ? {} : { sasl: saslOptions(sasl) }),
  };
  return new Kafka(config);
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

// kafkajs types one shape per mechanism, so the mechanism has to be narrowed for each.
function saslOptions({ mechanism, username, password }: KafkaCredentials): SASLOptions {
  switch (mechanism) {
    case 'plain':
      return { mechanism, username, password };
    case 'scram-sha-256':
      return { mechanism, username, password };
    case 'scram-sha-512':
      return { mechanism, username, password };
  }
}

/** Said once per producer; ours bound their retries and are replaced where that would matter. */
const expectedWarning = 'Limiting retries for the idempotent producer may invalidate EoS guarantees';

/**
 * All as warnings: what kafkajs calls an error it mostly recovers from, and where it does not, the caller hears. That
 * a broker has answered with an error, such as with each heartbeat while a group rebalances, whoever asked says again.
 */
function route(entry: LogEntry, { log, connections, onLogEntry }: ClientSettings): void {
  if (connections?.ended) return;
  onLogEntry?.(entry);
  const { message, timestamp: _, logger: __, stack: ___, ...details } = entry.log;
  if (message === expectedWarning || message.startsWith('Response ')) return;
  log?.warn(details, `kafka client: ${entry.namespace}: ${message}`);
}
