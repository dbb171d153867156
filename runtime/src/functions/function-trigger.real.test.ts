import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Application, Handler } from '../core/application.ts';
import { createClient } from '../core/create-client.ts';
import type { Database } from '../core/database.ts';
import { jsonRegistry } from '../core/testing/json-registry.ts';
import {
  type OrderPlaced,
  type OrderPlacedHeaders,
  type OrdersSends,
  orderPlaced,
} from '../core/testing/orders-application.ts';
import { openDelivery } from '../delivery/index.ts';
import { connectKafka } from '../kafka/index.ts';
import { connectPostgres } from '../postgres/index.ts';
import { httpFunction } from './http-function.ts';
import { functionServer } from './testing/function-server.ts';

type Sends = Pick<OrdersSends, 'orderPlaced'>;

interface Handlers {
  readonly orderPlaced: Handler<OrderPlaced, string, OrderPlacedHeaders, Sends>;
}

const at: { database?: Database } = {};

beforeAll(async () => {
  at.database = await connectPostgres({ url: process.env['POSTGRES_URL'] ?? '', schema: `functions_${process.pid}` });
});

afterAll(() => at.database?.close());

it('loses no event, keeps the order of keys, and calls no more at a time than it may, while the function is out of order', async () => {
  const database = at.database ?? expect.fail('there is no database');
  const transport = await connectKafka({
    brokers: (process.env['KAFKA_BROKERS'] ?? '').split(','),
    clientId: 'functions',
  });
  const topic = `functions-${randomUUID()}`;
  const channel = { topic, partitions: 3, replicas: 1, config: {}, description: '' };
  await transport.ensureTopics([channel, { ...channel, topic: `${topic}.dlt` }]);
  const delivery = await openDelivery({ database, transport });
  const route = { channel, message: orderPlaced, valueSubject: 'value', keySubject: 'key' };
  const application: Application<Sends, Handlers> = {
    name: 'functions',
    version: '1.0.0',
    source: '/functions',
    send: { orderPlaced: route },
    receive: { orderPlaced: { ...route, group: topic } },
  };
  const client = createClient(application, { transport, registry: jsonRegistry(), delivery });

  let busy = 0;
  let mostBusy = 0;
  const done: string[] = [];
  const began = Date.now();
  const { url, calls } = await functionServer((response, { body }) => {
    busy += 1;
    mostBusy = Math.max(mostBusy, busy);
    response.once('close', () => {
      busy -= 1;
    });
    const { order, total } = JSON.parse(body.subarray(2).toString());
    if (order === 'refused') return void response.writeHead(400).end();
    // Out of order for a while: it hangs, is cut off, and is busy.
    const faults = [() => undefined, () => response.destroy(), () => response.writeHead(503).end()];
    if (Date.now() - began < 3_000) return void faults[calls.length % faults.length]?.();
    done.push(`${order} ${total}`);
    response.writeHead(204).end();
  });
  const running = await client.receive(
    { orderPlaced: httpFunction({ url, mode: 'binary', timeout: 200, concurrency: 3 }) },
    { batch: 1, later: Array.from({ length: 30 }, () => 300) },
  );
  const keys = ['a', 'b', 'c', 'd', 'e'];
  const place = (order: string, total: number): Promise<unknown> =>
    client.send.orderPlaced({ key: order, value: { order, total }, headers: { sales_channel: 'web' } });
  for (let total = 0; total < 8; total += 1) for (const key of keys) await place(key, total);
  await place('refused', 0);

  await expect.poll(() => new Set(done).size, { timeout: 50_000 }).toBe(40);
  await expect.poll(() => running.accounting.dead, { timeout: 20_000 }).toBe(1);
  for (const key of keys) {
    const first = [...new Set(done)].filter((one) => one.startsWith(key));
    expect(first).toEqual(Array.from({ length: 8 }, (_, total) => `${key} ${total}`));
  }
  expect(mostBusy).toBeLessThanOrEqual(3);
  await expect.poll(() => running.accounting.applied, { timeout: 20_000 }).toBe(40);
  await running.close();
  await delivery.close();
  await transport.close();
});
