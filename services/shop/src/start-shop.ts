import { join } from 'node:path';
import type { Logger, SchemaRegistry, Transport } from '@eventwright/runtime';
import { type Database, openDatabase, openPglite } from '@eventwright/runtime/postgres';
import { textVariable } from '@eventwright/runtime/service';
import { topics } from '@shop/contracts/topics';
import { allSettled } from './all-settled.ts';
import { type EngineName, openEngine } from './engine.ts';
import { registerSchemas } from './register-schemas.ts';
import {
  createServices,
  type GatewaySettings,
  type ServiceName,
  type ShopPorts,
  type ShopServices,
  serviceNames,
} from './shop-services.ts';

export interface ShopOptions {
  readonly engine: EngineName;
  /** Holds everything that the shop keeps on this machine; a second start goes on with it. */
  readonly dataDirectory: string;
  /** Of the HTTP APIs; 0, the default, takes any free port. */
  readonly ports?: ShopPorts;
  /** How long the warehouse takes to pick an order, in milliseconds. Default 0. */
  readonly pickingTime?: number;
  /** How long a payment may take before orders asks for it again, in milliseconds. Default 15 minutes. */
  readonly paymentPatience?: number;
  /** `KAFKA_BROKERS`, `SCHEMA_REGISTRY_URL`, `DATABASE_URL_<SERVICE>`, `SMTP_URL` and `GATEWAY_*`, each where it is wanted. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
}

/** The whole shop in one process. */
export interface Shop {
  readonly storefrontUrl: string;
  readonly warehouseUrl: string;
  readonly gatewayUrl: string;
  readonly analyticsUrl: string;
  readonly transport: Transport;
  readonly registry: SchemaRegistry;
  readonly services: ShopServices;
  /** Lets handlers finish, then closes services, databases, registry and log. */
  close(): Promise<void>;
}

/** Opens log, registry and databases, makes sure of schemas and topics, and starts the services. */
export async function startShop(options: ShopOptions): Promise<Shop> {
  const opened = new AsyncDisposableStack();
  try {
    return await openShop(options, opened);
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function openShop(options: ShopOptions, opened: AsyncDisposableStack): Promise<Shop> {
  const { dataDirectory, environment = {}, ports = { storefront: 0, warehouse: 0 }, pickingTime = 0, log } = options;
  const { paymentPatience = 900_000 } = options;
  const [engine, databases] = await allSettled([
    openEngine({ engine: options.engine, dataDirectory, environment, log }).then((opening) => {
      opened.defer(() => opening.close());
      return opening;
    }),
    openDatabases({ dataDirectory, environment }, opened),
  ]);
  const { transport, registry, registryUrl } = engine;
  await allSettled([transport.ensureTopics(topics), registerSchemas(registryUrl)]);
  const smtpUrl = environment['SMTP_URL'];
  const gateway = gatewaySettings(environment);
  const given = {
    transport,
    registry,
    databases,
    dataDirectory,
    ports,
    smtpUrl,
    gateway,
    pickingTime,
    paymentPatience,
    log,
  };
  const services = createServices(given);
  opened.defer(() => stopAll(services));
  await allSettled(serviceNames.map((name) => services[name].start()));
  return {
    storefrontUrl: urlOf(services.storefront),
    warehouseUrl: urlOf(services.warehouse),
    gatewayUrl: urlOf(services.gateway),
    analyticsUrl: urlOf(services.analytics),
    transport,
    registry,
    services,
    close: () => opened.disposeAsync(),
  };
}

/** A database per service: PostgreSQL where an address is given, else one PGlite for all that have none. */
async function openDatabases(
  { dataDirectory, environment }: { readonly dataDirectory: string } & Required<Pick<ShopOptions, 'environment'>>,
  opened: AsyncDisposableStack,
): Promise<Readonly<Record<ServiceName, Database>>> {
  const allElsewhere = serviceNames.every((name) => Boolean(environment[`DATABASE_URL_${name.toUpperCase()}`]));
  const pglite = allElsewhere ? undefined : await openPglite({ directory: join(dataDirectory, 'database') });
  if (pglite !== undefined) opened.defer(() => pglite.close());
  const open = async (service: ServiceName): Promise<Database> => {
    const database = await openDatabase({ service, environment, ...(pglite === undefined ? {} : { pglite }) });
    opened.defer(() => database.close());
    return database;
  };
  const [storefront, orders, payments, warehouse, shipping, notifications, gateway, analytics] = await allSettled([
    open('storefront'),
    open('orders'),
    open('payments'),
    open('warehouse'),
    open('shipping'),
    open('notifications'),
    open('gateway'),
    open('analytics'),
  ]);
  return { storefront, orders, payments, warehouse, shipping, notifications, gateway, analytics };
}

async function stopAll(services: ShopServices): Promise<void> {
  await allSettled(serviceNames.map((name) => services[name].stop()));
}

function urlOf(service: ShopServices['storefront' | 'warehouse' | 'gateway' | 'analytics']): string {
  if (service.running === undefined) throw new TypeError(`${service.name} does not run`);
  return service.running.url;
}

/** As the gateway's own process reads them. */
function gatewaySettings(environment: Required<ShopOptions>['environment']): GatewaySettings {
  const adminToken = textVariable(environment, 'GATEWAY_ADMIN_TOKEN');
  const allowedAddresses = textVariable(environment, 'GATEWAY_ALLOWED_ADDRESSES')?.split(',') ?? [];
  return { allowedAddresses, ...(adminToken === undefined ? {} : { adminToken }) };
}
