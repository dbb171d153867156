import type { ConnectionOptions } from 'node:tls';
import type { Logger } from '../core/client.ts';

/** How to reach a Kafka cluster. */
export interface KafkaAddress {
  /** `host:port` of some brokers; the others are learned from them. */
  readonly brokers: readonly string[];
  /** Default: no encryption. `true` trusts the system's certificate authorities. */
  readonly ssl?: boolean | ConnectionOptions;
  readonly sasl?: KafkaCredentials;
}

export interface KafkaCredentials {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

export interface KafkaOptions extends KafkaAddress {
  /** By which the brokers' logs and quotas know this application. */
  readonly clientId: string;
  /** Default: says nothing. */
  readonly log?: Logger;
  /** How long a publish may take before it rejects, in milliseconds. Default 30,000. */
  readonly publishTimeout?: number;
  /** After how long without a heartbeat the group gives this member's partitions away, in milliseconds. Default 30,000. */
  readonly sessionTimeout?: number;
  /** How long records may be there without arriving before the consumer is replaced, in milliseconds. Default 30,000. */
  readonly stallTimeout?: number;
}
