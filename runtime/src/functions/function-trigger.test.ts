import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Client, Running } from '../core/client.ts';
import { createClient } from '../core/create-client.ts';
import { fatal } from '../core/handler-error.ts';
import { jsonRegistry } from '../core/testing/json-registry.ts';
import { type MemoryDelivery, memoryDelivery } from '../core/testing/memory-delivery.ts';
import {
  deadLetterChannels,
  type OrdersHandlers,
  type OrdersSends,
  ordersApplication,
  ordersChannel,
  stockChannel,
} from '../core/testing/orders-application.ts';
import type { Transport } from '../core/transport.ts';
import { type Wait, waitByTimer } from '../core/wait.ts';
import { openMemoryLog } from '../embedded/index.ts';
import { httpFunction } from './http-function.ts';
import { localFunction } from './local-function.ts';
import { functionServer } from './testing/function-server.ts';

/** A hundred times as fast as time is. */
const fast: Wait = (milliseconds, signal) => waitByTimer(milliseconds / 100, signal);
const fastClock = (): number => performance.now() * 100;
const until = (condition: () => void): Promise<void> => vi.waitFor(condition, { timeout: 10_000, interval: 5 });

let log: Transport;
let delivery: MemoryDelivery;
let orders: Client<OrdersSends, OrdersHandlers>;
let running: Running | undefined;

beforeEach(async () => {
  log = openMemoryLog();
  delivery = memoryDelivery({ now: fastClock });
  const now = (): Date => new Date(fastClock());
  orders = createClient(ordersApplication, { transport: log, registry: jsonRegistry(), delivery, wait: fast, now });
  await log.ensureTopics([ordersChannel, stockChannel, ...deadLetterChannels]);
});

afterEach(async () => {
  await running?.close();
  await log.close();
});

const nothing = async (): Promise<void> => undefined;

async function receive(orderPlaced: OrdersHandlers['orderPlaced']): Promise<Running> {
  running = await orders.receive({ orderPlaced, orderConfirmed: nothing, stockChanged: nothing });
  return running;
}

const place = (order: string, total: number): Promise<unknown> =>
  orders.send.orderPlaced({ key: order, value: { order, total }, headers: { sales_channel: 'web' } });

/** Order and total of a call with the record's bytes. */
function calledWith(body: Buffer): string {
  const { order, total } = JSON.parse(body.subarray(2).toString());
  return `${order} ${total}`;
}

describe('a function that events trigger', () => {
  it('is called later where it is busy, with its key parked in order, while other keys flow', async () => {
    const { url, calls } = await functionServer((response, { body }) => {
      const times = calls.filter((one) => calledWith(one.body) === calledWith(body)).length;
      response.writeHead(calledWith(body) === 'a 1' && times < 3 ? 503 : 204).end();
    });
    const one = await receive(httpFunction({ url, mode: 'binary' }));
    await place('a', 1);
    await until(() => expect(calls).toHaveLength(1));
    await place('a', 2);
    await place('b', 1);
    await until(() => expect(calls.map(({ body }) => calledWith(body))).toContain('b 1'));
    await until(() => expect(one.accounting.applied).toBe(3));
    const ofA = calls.map(({ body }) => calledWith(body)).filter((one) => one.startsWith('a'));
    expect(ofA).toEqual(['a 1', 'a 1', 'a 1', 'a 2']);
    expect(one.accounting).toMatchObject({ dead: 0, parked: expect.any(Number) });
  });

  it('leaves what it refuses to the dead letter topic, at once', async () => {
    const { url, calls } = await functionServer((response) => response.writeHead(422).end());
    const one = await receive(httpFunction({ url, mode: 'binary' }));
    await place('a', 1);
    await until(() => expect(one.accounting.dead).toBe(1));
    expect(calls).toHaveLength(1);
    const [letter] = delivery.outbox;
    const header = (name: string): string => new TextDecoder().decode(letter?.headers.get(name));
    expect([letter?.topic, header('dlq_reason')]).toEqual(['shop.orders.dlt', 'fatal']);
    expect(header('dlq_error_message')).toBe(`the function at ${url} answered 422`);
  });

  it('runs in the process as well, with the event and nothing else', async () => {
    const events: object[] = [];
    const one = await receive(
      localFunction(async (event, { signal }) => {
        if (event.value.total > 1) throw fatal('too much');
        events.push({ ...event, aborted: signal.aborted });
      }),
    );
    await place('a', 1);
    await place('a', 2);
    await until(() => expect(one.accounting).toMatchObject({ applied: 1, dead: 1 }));
    expect(events).toMatchObject([{ name: 'OrderPlaced', key: 'a', value: { total: 1 }, aborted: false }]);
    expect(events[0]).not.toHaveProperty('offset');
  });
});
