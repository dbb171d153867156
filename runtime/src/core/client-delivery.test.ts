import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openMemoryLog } from '../embedded/index.ts';
import type { Client, ReceiveOptions, Running } from './client.ts';
import { createClient } from './create-client.ts';
import { RuntimeError } from './errors.ts';
import { jsonRegistry } from './testing/json-registry.ts';
import { type MemoryDelivery, memoryDelivery } from './testing/memory-delivery.ts';
import {
  deadLetterChannels,
  type OrdersHandlers,
  type OrdersSends,
  ordersApplication,
  ordersChannel,
  stockChannel,
} from './testing/orders-application.ts';
import type { Transport } from './transport.ts';
import { type Wait, waitByTimer } from './wait.ts';

/** A hundred times as fast as time is. */
const fast: Wait = (milliseconds, signal) => waitByTimer(milliseconds / 100, signal);
const fastClock = (): number => performance.now() * 100;

const until = (condition: () => void): Promise<void> => vi.waitFor(condition, { timeout: 10_000, interval: 5 });

const nothing: OrdersHandlers = {
  orderPlaced: async () => undefined,
  orderConfirmed: async () => undefined,
  stockChanged: async () => undefined,
};

let log: Transport;
let delivery: MemoryDelivery;
let isDown: boolean;
let isOtherLog: boolean;
let orders: Client<OrdersSends, OrdersHandlers>;
let running: Running[];

beforeEach(async () => {
  log = openMemoryLog();
  isDown = false;
  isOtherLog = false;
  running = [];
  delivery = memoryDelivery({
    now: fastClock,
    step: async () => {
      if (isDown) throw new RuntimeError('DATABASE_UNAVAILABLE', 'the database is away');
      if (isOtherLog) throw new RuntimeError('OFFSET_OUT_OF_RANGE', 'the topic was made anew');
    },
  });
  const now = (): Date => new Date(fastClock());
  orders = createClient(ordersApplication, { transport: log, registry: jsonRegistry(), delivery, wait: fast, now });
  await log.ensureTopics([ordersChannel, stockChannel, ...deadLetterChannels]);
});

afterEach(async () => {
  await Promise.all(running.map((one) => one.close()));
  await log.close();
});

async function receive(handlers: Partial<OrdersHandlers>, options?: ReceiveOptions<OrdersSends>): Promise<Running> {
  const one = await orders.receive({ ...nothing, ...handlers }, options);
  running.push(one);
  return one;
}

const placed = (order: string, total = 1) =>
  ({ key: order, value: { order, total }, headers: { sales_channel: 'web' } }) as const;

const confirmed = (order: string) => ({ key: order, value: { order } });

/** Keys of what is in the outbox, in order. */
const outbox = (): readonly (string | undefined)[] =>
  delivery.outbox.map(({ headers }) => new TextDecoder().decode(headers.get('ce_subject')));

describe('a handler with delivery', () => {
  it('runs in a transaction, of which its statements and its sends are a part', async () => {
    const one = await receive({
      orderPlaced: async ({ value }, ctx) => {
        await ctx.tx.query('insert', [value.order]);
        const sent = await ctx.send.orderConfirmed(confirmed(value.order));
        expect(sent).toEqual({ id: expect.any(String), topic: 'shop.orders' });
        if (ctx.attempt === 1) throw new Error('after both');
      },
    });
    await orders.send.orderPlaced(placed('o-1'));
    await until(() => expect(one.accounting.applied).toBe(1));
    expect(delivery.effects).toEqual([['o-1']]);
    expect(outbox()).toEqual(['o-1']);
  });

  it('fails where something fails that it sent and did not wait for', async () => {
    const one = await receive({
      orderPlaced: async (_, ctx) => {
        void ctx.send.orderConfirmed({ key: 'o-1', value: JSON.parse('"invalid"') });
      },
    });
    await orders.send.orderPlaced(placed('o-1'));
    await until(() => expect(one.accounting.parked).toBe(1));
    expect(outbox()).toEqual([]);
  });

  it('is called again after the waits of the ladder, and those behind it with it', async () => {
    const attempts: string[] = [];
    const one = await receive({
      orderPlaced: async ({ value }, ctx) => {
        attempts.push(`${value.total}: ${ctx.attempt}`);
        if (value.total === 1 && ctx.attempt < 5) throw new Error('boom');
      },
    });
    await orders.send.orderPlaced(placed('o-1', 1));
    await until(() => expect(attempts).toHaveLength(3));
    await orders.send.orderPlaced(placed('o-1', 2));
    await until(() => expect(one.accounting.applied).toBe(2));
    expect(attempts.filter((attempt) => attempt.startsWith('2'))).toHaveLength(1);
    expect(attempts.at(-1)).toBe('2: 1');
    const { received, applied, parked, dead, inFlight } = one.accounting;
    expect(received).toBe(applied + parked + dead + inFlight);
    expect(parked).toBeGreaterThanOrEqual(3);
  });

  it('is undone and called again where it takes too long', async () => {
    const reasons: unknown[] = [];
    const one = await receive(
      {
        orderPlaced: async (_, ctx) => {
          await ctx.tx.query('insert', [ctx.attempt]);
          if (ctx.attempt > 1) return;
          await new Promise((resolve) => ctx.signal.addEventListener('abort', resolve));
          reasons.push(ctx.signal.reason);
        },
      },
      { timeout: 2_000 },
    );
    await orders.send.orderPlaced(placed('o-1'));
    await until(() => expect(one.accounting.applied).toBe(1));
    expect(RuntimeError.is(reasons[0], 'HANDLER_TIMEOUT')).toBe(true);
    expect(delivery.effects).toEqual([[2]]);
  });

  it('waits for a database that is away, which shows in the state', async () => {
    const one = await receive({});
    isDown = true;
    await orders.send.orderPlaced(placed('o-1'));
    await until(() => expect(one.status.outage?.error).toMatchObject({ code: 'DATABASE_UNAVAILABLE' }));
    isDown = false;
    await until(() => expect(one.accounting.applied).toBe(1));
    expect(one.status.outage).toBeUndefined();
    expect(one.status.partitions).toHaveLength(4);
    expect(one.accounting.dead).toBe(0);
  });

  it('halts where its topic was made anew, which only somebody who knows can mend', async () => {
    const one = await receive({});
    isOtherLog = true;
    await orders.send.orderPlaced(placed('o-1'));
    expect(await one.failed).toMatchObject({ code: 'OFFSET_OUT_OF_RANGE' });
    expect(one.failure).toMatchObject({ message: expect.stringContaining('made anew') });
    expect(one.accounting).toMatchObject({ applied: 0, deduplicated: 0, dead: 0, inFlight: 1 });
  });
});

describe('a transaction outside of handlers', () => {
  it('commits what it does and what it sends, in the order of its calls', async () => {
    const result = await orders.transaction(async ({ tx, send }) => {
      await tx.query('insert', ['request']);
      void send.orderConfirmed(confirmed('first'));
      await send.orderConfirmed(confirmed('second'));
      return 7;
    });
    expect(result).toBe(7);
    expect(delivery.effects).toEqual([['request']]);
    expect(outbox()).toEqual(['first', 'second']);
  });

  it('leaves nothing where its work rejects, and passes that on', async () => {
    const failing = orders.transaction(async ({ tx, send }) => {
      await tx.query('insert', ['request']);
      await send.orderConfirmed(confirmed('o-1'));
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect([delivery.effects, outbox()]).toEqual([[], []]);
  });

  it('leaves nothing where something that it sends does not fit', async () => {
    const failing = orders.transaction(async ({ tx, send }) => {
      await tx.query('insert', ['request']);
      void send.orderConfirmed({ key: 'o-1', value: JSON.parse('"invalid"') });
    });
    await expect(failing).rejects.toThrow('[VALUE_INVALID]');
    expect(delivery.effects).toEqual([]);
  });

  it('refuses what is sent after its end', async () => {
    let late: OrdersSends | undefined;
    await orders.transaction(async ({ send }) => {
      late = send;
    });
    await expect(late?.orderConfirmed(confirmed('o-1'))).rejects.toThrow('[HANDLER_ENDED] the transaction sends after');
    expect(outbox()).toEqual([]);
  });

  it('is refused without delivery', async () => {
    const without = createClient(ordersApplication, { transport: log, registry: jsonRegistry() });
    const refused = without.transaction(async () => undefined);
    await expect(refused).rejects.toThrow('[CONFIGURATION_INVALID] transaction() needs a database');
  });
});

describe('an event that has expired', () => {
  const past = (): Date => new Date(fastClock() - 60_000);
  const future = (): Date => new Date(fastClock() + 3_600_000);

  it('is handled like any other, which sees when it has', async () => {
    const seen: (Date | undefined)[] = [];
    const one = await receive({ orderPlaced: async ({ expires }) => void seen.push(expires) });
    const expires = past();
    await orders.send.orderPlaced({ ...placed('a'), expires });
    await orders.send.orderPlaced(placed('b'));
    await until(() => expect(one.accounting.applied).toBe(2));
    expect(seen.toSorted()).toEqual([expires, undefined]);
  });

  it('is ignored where the receiver wants it so, and others of its key are handled', async () => {
    const seen: number[] = [];
    const handlers = { orderPlaced: async ({ value }: { value: { total: number } }) => void seen.push(value.total) };
    const one = await receive(handlers, { expired: 'ignore' });
    await orders.send.orderPlaced({ ...placed('a', 1), expires: past() });
    await orders.send.orderPlaced({ ...placed('a', 2), expires: future() });
    await orders.send.orderPlaced(placed('a', 3));
    await until(() => expect(one.accounting).toMatchObject({ applied: 2, ignored: 1, dead: 0, inFlight: 0 }));
    expect(seen).toEqual([2, 3]);
  });

  it('is not tried again where its next try would come too late', async () => {
    let tries = 0;
    const orderPlaced = async (): Promise<void> => {
      tries += 1;
      throw new Error('not now');
    };
    const one = await receive({ orderPlaced }, { expired: 'ignore', attempts: 1, later: [7_200_000] });
    await orders.send.orderPlaced({ ...placed('a'), expires: future() });
    await until(() => expect(one.accounting).toMatchObject({ ignored: 1, parked: 0, dead: 0, inFlight: 0 }));
    expect(tries).toBe(1);
  });
});
