import type {
  Accounting,
  Delivery,
  Logger,
  ReceivingStatus,
  SchemaRegistry,
  Telemetry,
  Transport,
} from '@eventwright/runtime';
import { type Database, migrate } from '@eventwright/runtime/postgres';
import { createWarehouse } from '@shop/contracts/warehouse';
import { warehouseApi } from './adapters/http/api.ts';
import { type ListenOptions, listen } from './adapters/http/listen.ts';
import { migrations } from './adapters/migrations.ts';
import type { Environment } from './environment.ts';
import { itemRequested } from './handlers/item-requested.ts';
import { orderCancelled } from './handlers/order-cancelled.ts';
import { orderConfirmed } from './handlers/order-confirmed.ts';
import { stockReserved } from './handlers/stock-reserved.ts';
import { announceStock, createRequests } from './requests.ts';

export interface WarehouseOptions {
  readonly transport: Transport;
  readonly registry: SchemaRegistry;
  readonly database: Database;
  /** Over that database. */
  readonly delivery: Delivery;
  readonly log: Logger;
  /** Default: none. */
  readonly telemetry?: readonly Telemetry[];
  readonly http: ListenOptions;
  /** Name of the warehouse. Default UPPSALA. */
  readonly warehouse?: string;
  /** How long it takes to pick an order, in milliseconds. Default 0. */
  readonly pickingTime?: number;
  /** Default: the system's clock. */
  readonly now?: () => Date;
  /** Default: random UUIDs. */
  readonly newId?: () => string;
}

export interface Warehouse {
  /** Where the HTTP API listens. */
  readonly url: string;
  readonly accounting: Accounting;
  readonly failure: Error | undefined;
  readonly status: ReceivingStatus;
  readonly failed: Promise<Error>;
  close(): Promise<void>;
}

/** Starts the warehouse. It owns nothing that it is given: close that after it. */
export async function startWarehouse(options: WarehouseOptions): Promise<Warehouse> {
  const { transport, registry, database, delivery, log, http } = options;
  const { telemetry = [], now = () => new Date(), newId = () => crypto.randomUUID() } = options;
  const { warehouse = 'UPPSALA', pickingTime = 0 } = options;
  await migrate(database, migrations(warehouse));
  const environment: Environment = { database, now, newId, warehouse, pickingTime };
  const client = createWarehouse({ transport, registry, delivery, log, telemetry, now });
  await announceStock(environment, client);
  const running = await client.receive({
    orderConfirmed: orderConfirmed(environment),
    stockReserved: stockReserved(environment),
    orderCancelled: orderCancelled(environment),
    itemRequested: itemRequested(environment),
  });
  const api = warehouseApi(createRequests(environment, client));
  const server = await listen(api, http).catch(async (error: unknown) => {
    await running.close();
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
      await server.close().finally(() => running.close());
    },
  };
}
