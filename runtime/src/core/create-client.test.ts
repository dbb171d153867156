import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openMemoryLog } from '../embedded/index.ts';
import type { UnknownMessage } from './application.ts';
import type { Client, ReceiveOptions, Running } from './client.ts';
import { createClient } from './create-client.ts';
import { RuntimeError } from './errors.ts';
import { fatal, retryLater } from './handler-error.ts';
import { type JsonRegistry, jsonRegistry } from './testing/json-registry.ts';
import {
  deadLetterChannels,
  type OrdersHandlers,
  type OrdersSends,
  ordersApplication,
  ordersChannel,
  stockChanged,
  stockChannel,
} from './testing/orders-application.ts';
import { recordingLogger } from './testing/recording-logger.ts';
import type { StoredRecord, Transport } from './transport.ts';
import { type Wait, waitByTimer } from './wait.ts';

/** A hundred times as fast as time is. */
const fast: Wait = (milliseconds, signal) => waitByTimer(milliseconds / 100, signal);

vi.setConfig({ testTimeout: 30_000 });

/** Waits for a condition, with patience for a busy machine. */
const until = (condition: () => void): Promise<void> => vi.waitFor(condition, { timeout: 10_000, interval: 5 });

let log: Transport;
let registry: JsonRegistry;
let running: Running[];
let orders: Client<OrdersSends, OrdersHandlers>;
/** Publishes to these topics fail. */
let unavailable: Set<string>;

beforeEach(async () => {
  const memory = openMemoryLog();
  unavailable = new Set();
  log = {
    ...memory,
    publish: async (records) => {
      const lost = records.find(({ topic }) => unavailable.has(topic));
      if (lost !== undefined) throw new RuntimeError('TRANSPORT_FAILED', `${lost.topic} is not there`);
      return memory.publish(records);
    },
  };
  registry = jsonRegistry();
  running = [];
  orders = client();
  await log.ensureTopics([ordersChannel, stockChannel, ...deadLetterChannels]);
});

afterEach(async () => {
  await Promise.all(running.map((one) => one.close()));
  await log.close();
});

function client(): Client<OrdersSends, OrdersHandlers> {
  return createClient(ordersApplication, { transport: log, registry, wait: fast, log: recordingLogger() });
}

const nothing: OrdersHandlers = {
  orderPlaced: async () => undefined,
  orderConfirmed: async () => undefined,
  stockChanged: async () => undefined,
};

async function receive(handlers: Partial<OrdersHandlers>, options?: ReceiveOptions<OrdersSends>): Promise<Running> {
  const one = await client().receive({ ...nothing, ...handlers }, options);
  running.push(one);
  return one;
}

async function place(order: string, total = 1): Promise<void> {
  await orders.send.orderPlaced({ key: order, value: { order, total }, headers: { sales_channel: 'web' } });
}

/** What a topic holds, in order per partition, once it holds so many records. */
async function recordsOf(topic: string, count: number): Promise<readonly StoredRecord[]> {
  const records: StoredRecord[] = [];
  const subscription = await log.subscribe({
    group: crypto.randomUUID(),
    topics: [topic],
    startFrom: 'earliest',
    onRecords: async (_, batch) => void records.push(...batch),
  });
  await until(() => expect(records.length).toBeGreaterThanOrEqual(count));
  await subscription.close();
  expect(records).toHaveLength(count);
  return records;
}

const text = (record: StoredRecord | undefined, name: string): string =>
  new TextDecoder().decode(record?.headers.get(name));

describe('createClient', () => {
  it('delivers what is sent to its handler, typed and complete', async () => {
    const events: unknown[] = [];
    const one = await receive({
      orderPlaced: async (event) => {
        const channel: 'web' | 'app' = event.headers.sales_channel;
        events.push([event.key, event.value.total, channel, event.id, event.source, event.topic]);
      },
    });
    const sent = await orders.send.orderPlaced({
      key: 'o-1',
      value: { order: 'o-1', total: 3 },
      headers: { sales_channel: 'app' },
    });
    await until(() => expect(one.accounting.applied).toBe(1));
    expect(events).toEqual([['o-1', 3, 'app', sent.id, '/orders', 'shop.orders']]);
    expect(one.failure).toBeUndefined();
  });

  it('refuses at compile time what the contract does not have', () => {
    const { send, receive: start } = client();
    // @ts-expect-error a required header is missing
    const unsent = () => send.orderPlaced({ key: 'o-1', value: { order: 'o-1', total: 3 } });
    // @ts-expect-error a message of another name
    const unknown = () => send.orderPlacd;
    // @ts-expect-error a handler is missing
    const unhandled = () => start({ orderPlaced: nothing.orderPlaced, orderConfirmed: nothing.orderConfirmed });
    expect([unsent, unknown, unhandled]).toHaveLength(3);
  });

  it('hands correlation and causation on, and derives the same ids when an event is handled again', async () => {
    let failures = 2;
    await receive({
      orderPlaced: async (event, ctx) => {
        await ctx.send.orderConfirmed({ key: event.key, value: { order: event.value.order } });
        await ctx.send.orderConfirmed({ key: event.key, value: { order: event.value.order } });
        if (failures-- > 0) throw new Error('crash after sending');
      },
    });
    await place('o-1');
    const [placed, ...confirmed] = await recordsOf('shop.orders', 7);
    const ids = confirmed.map((record) => text(record, 'ce_id'));
    expect(new Set(ids).size).toBe(2);
    expect(ids).toEqual([ids[0], ids[1], ids[0], ids[1], ids[0], ids[1]]);
    for (const record of confirmed) {
      expect(text(record, 'ce_causationid')).toBe(text(placed, 'ce_id'));
      expect(text(record, 'ce_correlationid')).toBe(text(placed, 'ce_correlationid'));
    }
  });

  it('keeps the order of a key while it waits for a retry, and lets the others flow', async () => {
    const applied: string[] = [];
    let itemExists = false;
    const one = await receive({
      orderPlaced: async ({ key, value }) => {
        if (key === 'stuck' && !itemExists) throw retryLater('item does not exist');
        applied.push(`${key} ${value.total}`);
      },
    });
    for (const total of [1, 2, 3]) await place('stuck', total);
    for (const order of ['a', 'b', 'c', 'd', 'e']) await place(order);
    await until(() => expect(one.accounting).toMatchObject({ received: 8, applied: 5, inFlight: 3, dead: 0 }));
    expect(applied.some((entry) => entry.startsWith('stuck'))).toBe(false);
    itemExists = true;
    await until(() => expect(applied).toHaveLength(8));
    expect(applied.slice(5)).toEqual(['stuck 1', 'stuck 2', 'stuck 3']);
  });

  it('brings an event that waited for its retry back after a restart, and loses none of its followers', async () => {
    const applied: string[] = [];
    const first = await receive({
      orderPlaced: async ({ key }) => {
        if (key === 'stuck') throw retryLater('item does not exist');
      },
    });
    for (const total of [1, 2]) await place('stuck', total);
    await place('a');
    await until(() => expect(first.accounting).toMatchObject({ applied: 1, waiting: 1 }));
    await first.close();
    expect(first.accounting).toMatchObject({ applied: 1, inFlight: 0, waiting: 0, dead: 0 });
    await receive({ orderPlaced: async ({ key, value }) => void applied.push(`${key} ${value.total}`) });
    await until(() => expect(applied.filter((entry) => entry !== 'a 1')).toEqual(['stuck 1', 'stuck 2']));
  });

  it('goes on where it stopped', async () => {
    const first = await receive({});
    await place('a');
    await until(() => expect(first.accounting.applied).toBe(1));
    await first.close();
    const second = await receive({});
    await place('b');
    await until(() => expect(second.accounting.applied).toBe(1));
    expect(second.accounting.received).toBe(1);
  });

  it('dead-letters what fails three times, bytes and headers as they were, and goes on', async () => {
    const one = await receive({
      orderPlaced: async ({ key }) => {
        if (key === 'bad') throw new TypeError('no lines');
      },
      orderConfirmed: async () => {
        throw fatal('never');
      },
    });
    await place('bad');
    await place('good');
    await orders.send.orderConfirmed({ key: 'bad', value: { order: 'bad' } });
    await until(() => expect(one.accounting).toMatchObject({ received: 3, applied: 1, dead: 2, inFlight: 0 }));
    const letters = await recordsOf('shop.orders.dlt', 2);
    const originals = await recordsOf('shop.orders', 3);
    const placed = originals.find((record) => text(record, 'ce_id') === text(letters[0], 'ce_id'));
    expect(placed).toBeDefined();
    expect(letters.map((letter) => text(letter, 'dlq_reason'))).toEqual(['exhausted', 'fatal']);
    expect(letters[0]).toMatchObject({ key: placed?.key, value: placed?.value });
    expect(text(letters[0], 'dlq_attempts')).toBe('3');
    expect(text(letters[0], 'dlq_service')).toBe('orders');
  });

  it('dead-letters poison at once and ignores what it does not receive', async () => {
    const one = await receive({});
    const key = Uint8Array.of(1);
    const headers = new Map();
    await log.publish([{ topic: 'shop.orders', key, value: Uint8Array.of(9, 9), headers }]);
    const foreign = registry.bytesOf(stockChanged.value, {});
    await log.publish([{ topic: 'shop.orders', key, value: foreign, headers }]);
    await log.publish([{ topic: 'shop.orders', key, value: null, headers }]);
    await until(() => expect(one.accounting).toMatchObject({ received: 3, dead: 1, ignored: 2 }));
    expect((await recordsOf('shop.orders.dlt', 1)).map((letter) => text(letter, 'dlq_reason'))).toEqual(['poison']);
  });

  it('gives what it does not know to the handler for that, as bytes, and counts it as any other', async () => {
    const unknown: UnknownMessage[] = [];
    const one = await receive(
      {},
      {
        unknownMessage: async (message, ctx) => {
          unknown.push(message);
          if (message.schema === undefined) throw fatal('a tombstone');
          await ctx.send.orderConfirmed({ key: 'o-1', value: { order: message.id } });
        },
      },
    );
    const key = Uint8Array.of(1);
    const value = registry.bytesOf(stockChanged.value, {});
    const headers = new Map([['ce_id', new TextEncoder().encode('e-9')]]);
    await log.publish([{ topic: 'shop.orders', key, value, headers }]);
    await log.publish([{ topic: 'shop.orders', key, value: null, headers: new Map() }]);
    await until(() => expect(one.accounting).toMatchObject({ received: 3, applied: 2, ignored: 0, dead: 1 }));
    const schema = { name: 'shop.StockChanged', fingerprint: '0'.repeat(16) };
    expect(unknown[0]).toMatchObject({ id: 'e-9', name: 'shop.StockChanged', topic: 'shop.orders', schema });
    expect([...(unknown[0]?.value ?? [])]).toEqual([...value]);
    expect([...(unknown[0]?.key ?? [])]).toEqual([...key]);
    const confirmed = (await recordsOf('shop.orders', 3)).find((record) => text(record, 'ce_causationid') === 'e-9');
    expect(confirmed).toBeDefined();
    await recordsOf('shop.orders.dlt', 1);
  });

  it('counts nothing as dead before its dead letter is durable', async () => {
    const one = await receive({
      orderPlaced: async () => {
        throw fatal('never');
      },
    });
    unavailable.add('shop.orders.dlt');
    await place('bad');
    await until(() => expect(one.accounting.waiting).toBe(1));
    expect(one.accounting.dead).toBe(0);
    unavailable.clear();
    await until(() => expect(one.accounting.dead).toBe(1));
    await recordsOf('shop.orders.dlt', 1);
  });

  it('waits for a registry that is away, without a dead letter', async () => {
    const one = await receive({});
    await orders.ready();
    registry.failure = 'REGISTRY_UNAVAILABLE';
    await place('a');
    await until(() => expect(one.accounting.waiting).toBe(1));
    registry.failure = undefined;
    await until(() => expect(one.accounting.applied).toBe(1));
    expect(one.accounting.dead).toBe(0);
  });

  it('hands tombstones to the message that knows them', async () => {
    const values: unknown[] = [];
    await receive({ stockChanged: async ({ key, value }) => void values.push([key.sku, value]) });
    const key = registry.bytesOf(stockChanged.key, { sku: 's-1' });
    const headers = new Map([['ce_type', new TextEncoder().encode(stockChanged.type)]]);
    await log.publish([{ topic: 'shop.stock', key, value: null, headers }]);
    await until(() => expect(values).toEqual([['s-1', null]]));
  });
});

describe('receive', () => {
  it('names handlers that are missing or unknown', async () => {
    const handlers = { orderPlaced: nothing.orderPlaced, orderConfirmed: nothing.orderConfirmed, stokChanged: () => 1 };
    const incomplete: object = handlers;
    // What a caller without types may do.
    const started = Reflect.apply(client().receive, undefined, [incomplete]);
    await expect(started).rejects.toThrow(
      '[CONFIGURATION_INVALID] orders has no handler for stockChanged and does not receive stokChanged; ' +
        'give receive() exactly one function for each of: orderPlaced, orderConfirmed, stockChanged',
    );
  });

  it('does not start while the registry lacks what handlers send', async () => {
    registry.missing.add('shop.orders-shop.OrderConfirmed');
    await expect(client().receive(nothing)).rejects.toThrow('[SCHEMA_NOT_REGISTERED]');
    await expect(client().ready()).rejects.toThrow('shop.OrderConfirmed version 1');
  });

  it('opens one subscription for each consumer group, and all or none', async () => {
    const opened: string[] = [];
    const closed: string[] = [];
    const transport: Transport = {
      ...log,
      subscribe: async ({ group, topics }) => {
        opened.push(`${group}: ${topics.join(' ')}`);
        if (group === 'orders-stock') throw new RuntimeError('TOPIC_UNKNOWN', 'shop.stock');
        return { stop: async () => undefined, close: async () => void closed.push(group) };
      },
    };
    const started = createClient(ordersApplication, { transport, registry }).receive(nothing);
    await expect(started).rejects.toThrow('[TOPIC_UNKNOWN]');
    expect(opened).toEqual(['orders: shop.orders', 'orders-stock: shop.stock']);
    expect(closed).toEqual(['orders']);
  });

  it('says why it no longer receives', async () => {
    const gone = new RuntimeError('TRANSPORT_FAILED', 'fenced');
    const transport: Transport = {
      ...log,
      subscribe: async ({ onFatal }) => {
        onFatal?.(gone);
        return { stop: async () => undefined, close: async () => undefined };
      },
    };
    const one = await createClient(ordersApplication, { transport, registry }).receive(nothing);
    expect(one.failure).toBe(gone);
    expect(await one.failed).toBe(gone);
  });

  it('refuses options that make no sense before it opens anything', async () => {
    await expect(client().receive(nothing, { attempts: 0 })).rejects.toThrow('[CONFIGURATION_INVALID]');
  });
});
