import type { Delivery, Logger, Running, SchemaRegistry, Telemetry, Transport } from '@eventwright/runtime';
import { type Database, migrate } from '@eventwright/runtime/postgres';
import { createShipping } from '@shop/contracts/shipping';
import { migrations } from './adapters/migrations.ts';
import type { Environment } from './environment.ts';
import { orderDispatched } from './handlers/order-dispatched.ts';

export interface ShippingOptions {
  readonly transport: Transport;
  readonly registry: SchemaRegistry;
  readonly database: Database;
  /** Over that database. */
  readonly delivery: Delivery;
  readonly log: Logger;
  /** Default: none. */
  readonly telemetry?: readonly Telemetry[];
  /** Default: the system's clock. */
  readonly now?: () => Date;
  /** Default: random UUIDs. */
  readonly newId?: () => string;
}

/** Starts the shipping service. It owns nothing that it is given: close that after it. */
export async function startShipping({
  transport,
  registry,
  database,
  delivery,
  log,
  ...given
}: ShippingOptions): Promise<Running> {
  await migrate(database, migrations);
  const { telemetry = [], now = () => new Date(), newId = () => crypto.randomUUID() } = given;
  const environment: Environment = { now, newId };
  return createShipping({ transport, registry, delivery, log, telemetry, now }).receive({
    orderDispatched: orderDispatched(environment),
  });
}
