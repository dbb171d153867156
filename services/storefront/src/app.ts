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
import { type OpenProjection, openProjection, type Projection } from '@eventwright/runtime/projections';
import { openRequests } from '@eventwright/runtime/requests';
import { createStorefront } from '@shop/contracts/storefront';
import { allItems } from './adapters/catalogue-store.ts';
import { type StorefrontRequests, storefrontApi } from './adapters/http/api.ts';
import { type ListenOptions, listen } from './adapters/http/listen.ts';
import { migrations } from './adapters/migrations.ts';
import { findOrderView, newestOrderViews } from './adapters/order-view-store.ts';
import type { DeliveryTerms } from './domain/price-order.ts';
import type { Environment } from './environment.ts';
import { catalogue } from './projections/catalogue.ts';
import { orderStatus } from './projections/order-status.ts';
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
  /** What customers see. */
  readonly views: StorefrontViews;
  close(): Promise<void>;
}

export interface StorefrontViews {
  readonly orderStatus: OpenProjection;
  readonly catalogue: OpenProjection;
}

const terms: DeliveryTerms = {
  fee: { amount: Decimal.of('4.90'), currency: 'EUR' },
  freeFrom: { amount: Decimal.of('50.00'), currency: 'EUR' },
};

/** Starts the storefront. It owns nothing that it is given: close that after it. */
export async function startStorefront(options: StorefrontOptions): Promise<Storefront> {
  const { transport, registry, database, delivery, log, http, patience = 5000 } = options;
  const { telemetry = [], now = () => new Date(), newId = () => crypto.randomUUID() } = options;
  await migrate(database, migrations);
  const replies = openRequests({ transport, log, telemetry });
  const client = createStorefront({ transport, registry, delivery, requests: replies, log, telemetry, now });
  const opened = new AsyncDisposableStack();
  opened.defer(replies.close);
  try {
    await client.ready();
    const views = await openViews(options, opened);
    const { ask, transaction } = client;
    const environment = { database, orderStatus: views.orderStatus, now, newId, terms, transaction, ask, patience };
    const server = await listen(storefrontApi(requests(environment)), http);
    opened.defer(server.close);
    return Object.assign(faring(views), { url: server.url, views, close: () => opened.disposeAsync() });
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function openViews(
  { database, transport, registry, log }: StorefrontOptions,
  opened: AsyncDisposableStack,
): Promise<StorefrontViews> {
  const open = async (which: Projection): Promise<OpenProjection> => {
    const view = await openProjection(which, { database, transport, registry, log });
    opened.defer(view.close);
    return view;
  };
  return { orderStatus: await open(orderStatus), catalogue: await open(catalogue) };
}

/** The storefront has no handlers but those of its views, which try again for ever. */
function faring(views: StorefrontViews): Pick<Storefront, 'accounting' | 'failed' | 'failure' | 'status'> {
  const { orderStatus, catalogue } = views;
  return {
    failure: undefined,
    failed: new Promise(() => undefined),
    get accounting() {
      return sumOf(orderStatus.accounting, catalogue.accounting);
    },
    get status() {
      return { partitions: [], outage: orderStatus.trouble ?? catalogue.trouble, stalled: [], lost: [] };
    },
  };
}

const sumOf = (one: Accounting, other: Accounting): Accounting => ({
  received: one.received + other.received,
  applied: one.applied + other.applied,
  ignored: one.ignored + other.ignored,
  deduplicated: one.deduplicated + other.deduplicated,
  parked: one.parked + other.parked,
  dead: one.dead + other.dead,
  inFlight: one.inFlight + other.inFlight,
  waiting: one.waiting + other.waiting,
});

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
