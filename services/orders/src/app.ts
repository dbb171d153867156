import type { Delivery, Logger, Running, SchemaRegistry, Telemetry, Transport } from '@eventwright/runtime';
import { type Database, migrate } from '@eventwright/runtime/postgres';
import { createOrders } from '@shop/contracts/orders';
import { migrations } from './adapters/migrations.ts';
import type { Environment } from './environment.ts';
import { orderCancellationRequested } from './handlers/order-cancellation-requested.ts';
import { orderDispatched } from './handlers/order-dispatched.ts';
import { orderPlaced } from './handlers/order-placed.ts';
import { parcelDelivered } from './handlers/parcel-delivered.ts';
import { paymentAuthorized } from './handlers/payment-authorized.ts';
import { paymentDeclined } from './handlers/payment-declined.ts';
import { stockShort } from './handlers/stock-short.ts';

export interface OrdersOptions {
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

/** Starts the orders service. It owns nothing that it is given: close that after it. */
export async function startOrders({
  transport,
  registry,
  database,
  delivery,
  log,
  ...given
}: OrdersOptions): Promise<Running> {
  await migrate(database, migrations);
  const { telemetry = [], now = () => new Date(), newId = () => crypto.randomUUID() } = given;
  const environment: Environment = { now, newId };
  return createOrders({ transport, registry, delivery, log, telemetry, now }).receive({
    orderPlaced: orderPlaced(environment),
    orderCancellationRequested: orderCancellationRequested(environment),
    paymentAuthorized: paymentAuthorized(environment),
    paymentDeclined: paymentDeclined(environment),
    stockShort: stockShort(environment),
    orderDispatched,
    parcelDelivered,
  });
}
