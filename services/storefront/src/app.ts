import {
  type Accounting,
  Decimal,
  type Delivery,
  type Logger,
  type ReceivingStatus,
  type SchemaRegistry,
  type Telemetry,
  type Transport,
} from '@eventwright/runtime';
import { type Database, migrate } from '@eventwright/runtime/postgres';
import { openRequests } from '@eventwright/runtime/requests';
import { createStorefront, type StorefrontHandlers } from '@shop/contracts/storefront';
import { allItems } from './adapters/catalogue-store.ts';
import { type StorefrontRequests, storefrontApi } from './adapters/http/api.ts';
import { type ListenOptions, listen } from './adapters/http/listen.ts';
import { migrations } from './adapters/migrations.ts';
import { findOrderView, newestOrderViews } from './adapters/order-view-store.ts';
import type { DeliveryTerms } from './domain/price-order.ts';
import type { Environment } from './environment.ts';
import { noteStep } from './handlers/note-step.ts';
import { stockChanged } from './handlers/stock-changed.ts';
import { temporaryOrderCreated } from './handlers/temporary-order-created.ts';
import { cancelOrder } from './requests/cancel-order.ts';
import { findItem } from './requests/find-item.ts';
import { placeOrder } from './requests/place-order.ts';

export { orderExample } from './adapters/http/help-page.ts';

export interface StorefrontOptions {
  readonly transport: Transport;
  readonly registry: SchemaRegistry;
  readonly database: Database;
  /** Over that database. */
  readonly delivery: Delivery;
  readonly log: Logger;
  /** Default: none. */
  readonly telemetry?: readonly Telemetry[];
  readonly http: ListenOptions;
  /** How long to wait for the warehouse's answer about an item, in milliseconds. Default 5,000. */
  readonly patience?: number;
  /** Default: the system's clock. */
  readonly now?: () => Date;
  /** Default: random UUIDs. */
  readonly newId?: () => string;
}

export interface Storefront {
  /** Where the HTTP API listens. */
  readonly url: string;
  readonly accounting: Accounting;
  readonly failure: Error | undefined;
  readonly status: ReceivingStatus;
  readonly failed: Promise<Error>;
  close(): Promise<void>;
}

const terms: DeliveryTerms = {
  fee: { amount: Decimal.of('4.90'), currency: 'EUR' },
  freeFrom: { amount: Decimal.of('50.00'), currency: 'EUR' },
};

const handlers: StorefrontHandlers = {
  temporaryOrderCreated,
  paymentAuthorized: noteStep('payment-authorized'),
  paymentDeclined: noteStep('payment-declined', ({ explanation }) => explanation),
  orderConfirmed: noteStep('confirmed'),
  orderRejected: noteStep('rejected', ({ explanation }) => explanation),
  orderCancelled: noteStep('cancelled', ({ explanation }) => explanation),
  paymentRefunded: noteStep('refunded', ({ amount }) => `${amount.amount} ${amount.currency}`),
  stockReserved: noteStep('stock-reserved'),
  stockShort: noteStep('stock-short', ({ missing }) => missing.map(({ sku }) => sku).join(', ')),
  orderDispatched: noteStep('dispatched', ({ warehouse }) => warehouse),
  parcelShipped: noteStep('shipped', (parcel) => `${parcel.carrier} ${parcel.trackingNumber}`),
  parcelDelivered: noteStep('delivered'),
  stockChanged,
};

/** Starts the storefront. It owns nothing that it is given: close that after it. */
export async function startStorefront(options: StorefrontOptions): Promise<Storefront> {
  const { transport, registry, database, delivery, log, http, patience = 5000 } = options;
  const { telemetry = [], now = () => new Date(), newId = () => crypto.randomUUID() } = options;
  await migrate(database, migrations);
  const replies = openRequests({ transport, log, telemetry });
  const client = createStorefront({ transport, registry, delivery, requests: replies, log, telemetry, now });
  const { ask, transaction } = client;
  const environment: Environment = { database, now, newId, terms, transaction, ask, patience };
  const running = await client.receive(handlers).catch(async (error: unknown) => {
    await replies.close();
    throw error;
  });
  const stop = (): Promise<void> => running.close().finally(replies.close);
  const api = storefrontApi(requests(environment));
  const server = await listen(api, http).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    url: server.url,
    get accounting() {
      return running.accounting;
    },
    get failure() {
      return running.failure;
    },
    get status() {
      return running.status;
    },
    failed: running.failed,
    async close() {
      await server.close().finally(stop);
    },
  };
}

function requests(environment: Environment): StorefrontRequests {
  const { database, newId } = environment;
  return {
    placeOrder: (order) => placeOrder(environment, order),
    cancelOrder: (request) => cancelOrder(environment, request),
    order: (orderId) => database.transaction((tx) => findOrderView(tx, orderId)),
    orders: (limit) => database.transaction((tx) => newestOrderViews(tx, limit)),
    items: () => database.transaction(allItems),
    item: (sku) => findItem(environment, sku),
    newId,
  };
}
