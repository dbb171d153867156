import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Running } from '../../core/client.ts';
import { createClient } from '../../core/create-client.ts';
import { fatal } from '../../core/handler-error.ts';
import { createBuilders } from '../builders.ts';
import { type SmallMessages, smallContract, type WarehouseHandlers, warehouse } from '../small-contract.ts';
import type { Harness } from './harness.ts';
import { openHarness } from './open-harness.ts';

const build = createBuilders(smallContract);

let harness: Harness<SmallMessages>;
let running: Running | undefined;

beforeEach(async () => {
  harness = await openHarness(smallContract, { inactivityTimeout: 500 });
});

afterEach(async () => {
  await running?.close();
  running = undefined;
  await harness.close();
});

async function start(orderPlaced: WarehouseHandlers['orderPlaced']): Promise<void> {
  running = await createClient(warehouse, harness).receive({ orderPlaced }, { attempts: 1 });
}

const answer: WarehouseHandlers['orderPlaced'] = async ({ value }, ctx) => {
  await ctx.send.stockChanged(build.stockChanged({ sku: value.orderId, left: 3n }));
};

describe('sent', () => {
  it('returns the first message that fits, typed, with its cause', async () => {
    await start(answer);
    await harness.send.orderPlaced(build.orderPlaced({}, { seed: 1 }));
    const { id, key } = await harness.send
      .orderPlaced({ ...build.orderPlaced({}, { seed: 2 }), id: 'second' })
      .then((sent) => ({ ...sent, key: build.orderPlaced({}, { seed: 2 }).key }));

    const stock = await harness.sent('stockChanged', ({ value }) => value.sku === key);

    expect(stock.value.left).toBe(3n);
    expect([stock.causationId, stock.source]).toEqual([id, '/warehouse']);
  });

  it('tells what did happen where it is not sent', async () => {
    await start(async () => undefined);
    const { key } = build.orderPlaced();
    await harness.send.orderPlaced(build.orderPlaced());
    await expect(harness.sent('stockChanged')).rejects.toThrow(
      new RegExp(
        `\\[NOT_OBSERVED\\] stockChanged was not sent, and nothing happened for 500 ms. This happened:\\n  orderPlaced with key "${key}" at orders/\\d/0; warehouse: done$`,
      ),
    );
  });

  it('says that nothing was sent', async () => {
    await expect(harness.sent('stockChanged')).rejects.toThrow('Nothing was sent.');
  });
});

describe('consumed', () => {
  it('waits until the handler is done and its offset committed', async () => {
    const gate = Promise.withResolvers<void>();
    const order: string[] = [];
    await start(async () => {
      await gate.promise;
      order.push('handled');
    });
    await harness.send.orderPlaced(build.orderPlaced());
    const consumed = harness.consumed('orderPlaced').then(() => order.push('consumed'));
    await harness.sent('orderPlaced');
    expect(order).toEqual([]);
    gate.resolve();
    await consumed;
    expect(order).toEqual(['handled', 'consumed']);
  });

  it('rejects at once where the message was given up', async () => {
    await start(() => Promise.reject(fatal('no such item')));
    await harness.send.orderPlaced(build.orderPlaced());
    await expect(harness.consumed('orderPlaced')).rejects.toThrow(
      /orderPlaced was not consumed: warehouse gave it up \(.*no such item\)/,
    );
  });

  it('names a handler that is still at work, and what it warned of', async () => {
    const gate = Promise.withResolvers<void>();
    await start(() => gate.promise);
    harness.log.warn({ err: new Error('lock is taken') }, 'cannot store');
    await harness.send.orderPlaced(build.orderPlaced());
    await expect(harness.consumed('orderPlaced')).rejects.toThrow(
      /warehouse: at work\n {2}a warning: cannot store: lock is taken$/,
    );
    gate.resolve();
  });

  it('says so where nobody runs who receives it', async () => {
    await harness.send.stockChanged(build.stockChanged());
    await expect(harness.consumed('stockChanged')).rejects.toThrow('nobody who receives it runs');
  });
});

describe('messages and deadLetters', () => {
  it('list what there is once everybody is done', async () => {
    await start(async (event, ctx) => {
      if (event.headers.channel === 'app') throw fatal('no apps');
      await answer(event, ctx);
    });
    const lost = build.orderPlaced({}, { headers: { channel: 'app' } });
    await harness.send.orderPlaced(build.orderPlaced());
    await harness.send.orderPlaced(lost);

    const messages = await harness.messages();
    expect(messages.map(({ name }) => name).toSorted()).toEqual(['orderPlaced', 'orderPlaced', 'stockChanged']);
    const { key, value } = lost;
    expect(await harness.deadLetters()).toEqual([
      expect.objectContaining({ name: 'orderPlaced', key, value, group: 'warehouse', attempts: 1, topic: 'orders' }),
    ]);
  });

  it('pass over records that are no messages', async () => {
    const record = { topic: 'orders', key: null, value: Uint8Array.of(9), headers: new Map() };
    await harness.transport.publish([record]);
    expect(await harness.messages()).toEqual([]);
    await expect(harness.sent('orderPlaced')).rejects.toThrow(
      'a record at orders/0/0 that is no message of the contracts',
    );
  });
});

it('forgets everything with each harness', async () => {
  await harness.send.orderPlaced(build.orderPlaced());
  const other = await openHarness(smallContract);
  expect(await other.messages()).toEqual([]);
  await other.close();
});

it('knows the names and types of the messages', () => {
  const typed = async () => {
    // @ts-expect-error: there is no such message.
    await harness.sent('orderPlacd');
    // @ts-expect-error: the value has no such field.
    await harness.consumed('stockChanged', ({ value }) => value.right === 1n);
  };
  expect(typed).toBeTypeOf('function');
});
