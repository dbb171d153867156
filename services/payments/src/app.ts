import {
  Decimal,
  type Delivery,
  type Logger,
  type Running,
  type SchemaRegistry,
  type Telemetry,
  type Transport,
} from '@eventwright/runtime';
import type { Database } from '@eventwright/runtime/postgres';
import { createPayments } from '@shop/contracts/payments';
import { openLedger } from './adapters/ledger.ts';
import type { Environment } from './environment.ts';
import { orderCancelled } from './handlers/order-cancelled.ts';
import { paymentRequested } from './handlers/payment-requested.ts';

export interface PaymentsOptions {
  readonly transport: Transport;
  readonly registry: SchemaRegistry;
  readonly database: Database;
  /** Over that database. */
  readonly delivery: Delivery;
  readonly log: Logger;
  /** Default: none. */
  readonly telemetry?: readonly Telemetry[];
  /** The largest amount that one payment may have. Default 10,000.00. */
  readonly limit?: Decimal;
  /** Default: the system's clock. */
  readonly now?: () => Date;
  /** Default: random UUIDs. */
  readonly newId?: () => string;
}

/** Starts the payments service. It owns nothing that it is given: close that after it. */
export async function startPayments(options: PaymentsOptions): Promise<Running> {
  const { transport, registry, database, delivery, log, limit = Decimal.of('10000.00') } = options;
  const { telemetry = [], now = () => new Date(), newId = () => crypto.randomUUID() } = options;
  const environment: Environment = { ledger: await openLedger(database), now, newId, limit };
  return createPayments({ transport, registry, delivery, log, telemetry, now }).receive({
    paymentRequested: paymentRequested(environment),
    orderCancelled: orderCancelled(environment),
  });
}
