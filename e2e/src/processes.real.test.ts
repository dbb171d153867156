import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegistry, memoryStore, type RegistryServer, serveRegistry } from '@eventwright/registry';
import type { Transport } from '@eventwright/runtime';
import { connectKafka } from '@eventwright/runtime/kafka';
import { topics } from '@shop/contracts/topics';
import { registerSchemas, type ServiceName, serviceNames } from '@shop/shop';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../../scripts/process/free-ports.ts';
import { allTold, nothingTwice } from './demo/proofs.ts';
import { type EventRecording, recordEvents } from './event-record.ts';
import { createDatabases, type ServiceDatabases } from './service-databases.ts';
import { type ServiceProcess, startProcess } from './service-process.ts';
import { driveShop, type ShopDriver } from './shop-driver.ts';
import { waitUntil } from './wait-until.ts';

let mailFolder: string;
let databases: ServiceDatabases;
let registry: RegistryServer;
let transport: Transport;
let recording: EventRecording;
let drive: ShopDriver;
let start: (service: ServiceName) => Promise<void>;
const running = new Map<ServiceName, ServiceProcess>();

beforeAll(async () => {
  mailFolder = await mkdtemp(join(tmpdir(), 'eventwright-mail-'));
  databases = await createDatabases();
  registry = await serveRegistry(createRegistry({ store: memoryStore() }), { port: 0 });
  await registerSchemas(registry.url);
  const { KAFKA_BROKERS = '127.0.0.1:19092' } = process.env;
  transport = await connectKafka({ brokers: KAFKA_BROKERS.split(','), clientId: 'processes' });
  await transport.ensureTopics(topics);
  const [storefront = 0, warehouse = 0] = await freePorts(2);
  start = async (service) => {
    const PORT = String(service === 'warehouse' ? warehouse : storefront);
    const addresses = { KAFKA_BROKERS, SCHEMA_REGISTRY_URL: registry.url, PORT, MAIL_FOLDER: mailFolder };
    running.set(service, await startProcess(service, { ...process.env, ...databases.environment, ...addresses }));
  };
  await Promise.all(serviceNames.map(start));
  drive = driveShop({
    storefrontUrl: `http://127.0.0.1:${storefront}`,
    warehouseUrl: `http://127.0.0.1:${warehouse}`,
  });
  recording = await recordEvents({ transport });
}, 120_000);

afterAll(async () => {
  await Promise.all([...running.values()].map((service) => service.kill()));
  await recording.close();
  await transport.close();
  await registry.close();
  await databases.drop();
  await rm(mailFolder, { recursive: true });
}, 60_000);

describe('six services, each a process of its own', () => {
  it('lose nothing and do nothing twice when some are killed at work', { timeout: 240_000 }, async () => {
    const victims = ['orders', 'payments', 'warehouse', 'shipping'] as const;
    const before = await drive.level('MUG-BLUE');
    const placing = Array.from({ length: 40 }, () => drive.placeOrder({ sku: 'MUG-BLUE' }));
    const orders = await Promise.all(placing);
    await waitUntil(
      'some orders are on their way',
      () => recording.events.filter(({ name }) => name === 'OrderConfirmed').length > 5,
    );

    await Promise.all(victims.map((service) => running.get(service)?.kill()));
    await Promise.all(victims.map(start));

    for (const orderId of orders)
      await waitUntil(
        `${orderId} is delivered`,
        async () => {
          return (await drive.order(orderId)).status === 'delivered';
        },
        { patience: 120_000 },
      );
    await waitUntil('every event is told', () => allTold(recording, orders));
    await nothingTwice({ drive, recording, orders, sold: [] });
    expect(await drive.level('MUG-BLUE')).toMatchObject({ onHand: before.onHand - orders.length, reserved: 0 });
  });

  it('end with code 0 when they are asked to', { timeout: 60_000 }, async () => {
    const codes = await Promise.all(serviceNames.map(async (name) => running.get(name)?.terminate()));
    expect(codes).toEqual(serviceNames.map(() => 0));
  });
});
