import type { Logger, Running } from '../core/client.ts';
import type { Database } from '../core/database.ts';
import type { SchemaRegistry } from '../core/schema-registry.ts';
import type { Telemetry } from '../core/telemetry.ts';
import type { Transport } from '../core/transport.ts';
import type { OpenDelivery } from '../delivery/index.ts';
import type { KafkaOptions } from '../kafka-client/index.ts';
import type { ClosePart } from '../process/index.ts';
import type { Variables } from './variables.ts';

/** What a service without a database is given. */
export interface BareServiceEngines {
  readonly transport: Transport;
  readonly registry: SchemaRegistry;
  readonly log: Logger;
  readonly telemetry: readonly Telemetry[];
}

/** What a service is given, to be passed on to its client. */
export interface ServiceEngines extends BareServiceEngines {
  readonly database: Database;
  /** Over that database. */
  readonly delivery: OpenDelivery;
}

/**
 * Says what else is to be closed, by a name for the log: after the service and before its delivery, last ones first. What
 * was said before a start fails is closed as well.
 */
export type Defer = (name: string, close: ClosePart) => void;

/** A service at work; what `receive` gives is one. */
export interface StartedService extends Pick<Running, 'failure' | 'failed' | 'status'> {
  /** Where it serves HTTP, if it does; for the log. */
  readonly url?: string;
  /** Takes in nothing more and finishes what is under way. */
  close(): Promise<void>;
}

export interface CommonServiceOptions {
  /** `orders`: names its database, its consumer at the brokers, and itself in the log. */
  readonly name: string;
  readonly log: Logger;
  /** Default: `process.env`. */
  readonly variables?: Variables;
  /** Default: Kafka, by the client that `KAFKA_CLIENT` names. Give your own to add credentials. */
  readonly connect?: (options: KafkaOptions) => Promise<Transport>;
}

export interface DatabaseServiceOptions extends CommonServiceOptions {
  readonly database?: true;
  start(engines: ServiceEngines, defer: Defer): Promise<StartedService>;
}

export interface BareServiceOptions extends CommonServiceOptions {
  /** It has neither a database nor, therefore, delivery. */
  readonly database: false;
  start(engines: BareServiceEngines, defer: Defer): Promise<StartedService>;
}

export type ServiceOptions = DatabaseServiceOptions | BareServiceOptions;
