import { join } from 'node:path';
import type { Logger, Running, SchemaRegistry, Transport } from '@eventwright/runtime';
import type { Database } from '@eventwright/runtime/postgres';
import { folderMailer, smtpMailer, startNotifications } from '@shop/notifications';
import { startOrders } from '@shop/orders';
import { startPayments } from '@shop/payments';
import { startShipping } from '@shop/shipping';
import { type Storefront, startStorefront } from '@shop/storefront';
import { startWarehouse, type Warehouse } from '@shop/warehouse';
import { createShopService, type ShopService } from './shop-service.ts';

export const serviceNames = ['storefront', 'orders', 'payments', 'warehouse', 'shipping', 'notifications'] as const;

export type ServiceName = (typeof serviceNames)[number];

export interface ShopServices extends Readonly<Record<ServiceName, ShopService>> {
  readonly storefront: ShopService<Storefront>;
  readonly orders: ShopService<Running>;
  readonly payments: ShopService<Running>;
  readonly warehouse: ShopService<Warehouse>;
  readonly shipping: ShopService<Running>;
  readonly notifications: ShopService<Running>;
}

export interface ServicesOptions {
  readonly transport: Transport;
  readonly registry: SchemaRegistry;
  readonly databases: Readonly<Record<ServiceName, Database>>;
  readonly dataDirectory: string;
  readonly ports: { readonly storefront: number; readonly warehouse: number };
  readonly smtpUrl: string | undefined;
  readonly pickingTime: number;
  readonly log: Logger;
}

/** The six services, none of them started. */
export function createServices(options: ServicesOptions): ShopServices {
  const { databases, dataDirectory, ports, smtpUrl, pickingTime } = options;
  const given = (name: ServiceName) => ({
    transport: options.transport,
    registry: options.registry,
    database: databases[name],
    log: namedLog(options.log, name),
  });
  const storefrontPort = keptPort(ports.storefront);
  const warehousePort = keptPort(ports.warehouse);
  return {
    storefront: createShopService('storefront', () =>
      storefrontPort((http) => startStorefront({ ...given('storefront'), http })),
    ),
    orders: createShopService('orders', () => startOrders(given('orders'))),
    payments: createShopService('payments', () => startPayments(given('payments'))),
    warehouse: createShopService('warehouse', () =>
      warehousePort((http) => startWarehouse({ ...given('warehouse'), http, pickingTime })),
    ),
    shipping: createShopService('shipping', () => startShipping(given('shipping'))),
    notifications: createShopService('notifications', async () => {
      const mailer = smtpUrl === undefined ? folderMailer(join(dataDirectory, 'mail')) : smtpMailer(smtpUrl);
      const running = await startNotifications({ ...given('notifications'), mailer });
      return withClose(running, () => mailer.close());
    }),
  };
}

/** Starts with the port given, and again with the one that was bound: a restarted service keeps its address. */
function keptPort(port: number) {
  let bound = port;
  return async <Served extends { readonly url: string }>(
    start: (http: { readonly port: number }) => Promise<Served>,
  ): Promise<Served> => {
    const served = await start({ port: bound });
    bound = Number(new URL(served.url).port);
    return served;
  };
}

function withClose(running: Running, closeMore: () => void): Running {
  return {
    get accounting() {
      return running.accounting;
    },
    get status() {
      return running.status;
    },
    get failure() {
      return running.failure;
    },
    failed: running.failed,
    async close() {
      await running.close();
      closeMore();
    },
  };
}

function namedLog(log: Logger, service: ServiceName): Logger {
  return {
    info: (details, message) => log.info({ service, ...details }, message),
    warn: (details, message) => log.warn({ service, ...details }, message),
    error: (details, message) => log.error({ service, ...details }, message),
  };
}
