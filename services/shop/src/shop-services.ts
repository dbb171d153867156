import { join } from 'node:path';
import type { Logger, Running, SchemaRegistry, Transport } from '@eventwright/runtime';
import { type OpenDelivery, openDelivery } from '@eventwright/runtime/delivery';
import type { Database } from '@eventwright/runtime/postgres';
import { type Analytics, startAnalytics } from '@shop/analytics';
import { type Gateway, type GatewayOptions, startGateway } from '@shop/gateway';
import { folderMailer, smtpMailer, startNotifications } from '@shop/notifications';
import { startOrders } from '@shop/orders';
import { startPayments } from '@shop/payments';
import { startShipping } from '@shop/shipping';
import { type Storefront, startStorefront } from '@shop/storefront';
import { startWarehouse, type Warehouse } from '@shop/warehouse';
import { createShopService, type RunningService, type ShopService } from './shop-service.ts';

export const serviceNames = [
  'storefront',
  'orders',
  'payments',
  'warehouse',
  'shipping',
  'notifications',
  'gateway',
  'analytics',
] as const;

export type ServiceName = (typeof serviceNames)[number];

export interface ShopServices extends Readonly<Record<ServiceName, ShopService>> {
  readonly storefront: ShopService<Storefront>;
  readonly orders: ShopService<Running>;
  readonly payments: ShopService<Running>;
  readonly warehouse: ShopService<Warehouse>;
  readonly shipping: ShopService<Running>;
  readonly notifications: ShopService<Running>;
  readonly gateway: ShopService<Gateway>;
  readonly analytics: ShopService<Analytics>;
}

export type GatewaySettings = Pick<GatewayOptions, 'adminToken' | 'allowedAddresses'>;

export interface ServicesOptions {
  readonly transport: Transport;
  readonly registry: SchemaRegistry;
  readonly databases: Readonly<Record<ServiceName, Database>>;
  readonly dataDirectory: string;
  readonly ports: ShopPorts;
  /** Of the gateway: who may add subscribers, and where webhooks may go beside the public internet. */
  readonly gateway: GatewaySettings;
  readonly smtpUrl: string | undefined;
  readonly pickingTime: number;
  readonly paymentPatience: number;
  readonly log: Logger;
}

/** Of the HTTP APIs; 0 takes any free port. */
export interface ShopPorts {
  readonly storefront: number;
  readonly warehouse: number;
  /** Default 0. */
  readonly gateway?: number;
  /** Default 0. */
  readonly analytics?: number;
}

/** The services, none of them started. */
export function createServices(options: ServicesOptions): ShopServices {
  const { dataDirectory, ports, smtpUrl, pickingTime, paymentPatience } = options;
  const service = serviceMaker(options);
  const storefrontPort = keptPort(ports.storefront);
  const warehousePort = keptPort(ports.warehouse);
  const gatewayPort = keptPort(ports.gateway ?? 0);
  const analyticsPort = keptPort(ports.analytics ?? 0);
  return {
    storefront: service('storefront', (given) => storefrontPort((http) => startStorefront({ ...given, http }))),
    orders: service('orders', (given) => startOrders({ ...given, paymentPatience })),
    payments: service('payments', startPayments),
    warehouse: service('warehouse', (given) =>
      warehousePort((http) => startWarehouse({ ...given, http, pickingTime })),
    ),
    shipping: service('shipping', startShipping),
    notifications: service('notifications', (given, opened) => {
      const mailer = smtpUrl === undefined ? folderMailer(join(dataDirectory, 'mail')) : smtpMailer(smtpUrl);
      opened.defer(() => mailer.close());
      return startNotifications({ ...given, mailer });
    }),
    gateway: service('gateway', (given) => gatewayPort((http) => startGateway({ ...given, ...options.gateway, http }))),
    analytics: service('analytics', (given) => analyticsPort((http) => startAnalytics({ ...given, http }))),
  };
}

/** What every service is given. */
interface Given extends Pick<ServicesOptions, 'transport' | 'registry' | 'log'> {
  readonly database: Database;
  readonly delivery: OpenDelivery;
}

/** Makes services that open their delivery when they start, and close it behind them. */
function serviceMaker({ transport, registry, databases, log: allLog }: ServicesOptions) {
  return <Running extends ClosingService>(name: ServiceName, start: Start<Running>) =>
    createShopService(name, async () => {
      const [database, log] = [databases[name], namedLog(allLog, name)];
      const opened = new AsyncDisposableStack();
      try {
        const delivery = await openDelivery({ database, transport, log });
        opened.defer(delivery.close);
        const running = await start({ transport, registry, database, delivery, log }, opened);
        opened.defer(() => running.close());
        return { running, close: () => opened.disposeAsync() };
      } catch (error) {
        await opened.disposeAsync();
        throw error;
      }
    });
}

/** Starts a service. What it opens for that, and closes with the service, goes to `opened`. */
type Start<Running> = (given: Given, opened: AsyncDisposableStack) => Promise<Running>;

interface ClosingService extends RunningService {
  close(): Promise<void>;
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

function namedLog(log: Logger, service: ServiceName): Logger {
  return {
    info: (details, message) => log.info({ service, ...details }, message),
    warn: (details, message) => log.warn({ service, ...details }, message),
    error: (details, message) => log.error({ service, ...details }, message),
  };
}
