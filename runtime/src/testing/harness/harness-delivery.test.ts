import { expect, it, onTestFinished } from 'vitest';
import type { ReceiveOptions } from '../../core/client.ts';
import { createClient } from '../../core/create-client.ts';
import { createBuilders } from '../builders.ts';
import {
  type SmallMessages,
  smallContract,
  type WarehouseHandlers,
  type WarehouseSends,
  warehouse,
} from '../small-contract.ts';
import { createVirtualClock } from '../virtual-clock.ts';
import type { Harness, HarnessOptions } from './harness.ts';
import { openHarness } from './open-harness.ts';

const build = createBuilders(smallContract);
const second = 1_000;

interface Start extends HarnessOptions {
  readonly receive?: ReceiveOptions<WarehouseSends>;
  readonly orderPlaced: WarehouseHandlers['orderPlaced'];
}

async function start({ orderPlaced, receive, ...options }: Start): Promise<Harness<SmallMessages>> {
  const harness = await openHarness(smallContract, { inactivityTimeout: 1_000, delivery: true, ...options });
  onTestFinished(() => harness.close());
  await harness.database.transaction((tx) => tx.execute('create table effect (id text, at timestamptz default now())'));
  const running = await createClient(warehouse, harness).receive({ orderPlaced }, receive);
  onTestFinished(() => running.close());
  return harness;
}

const effects = async (harness: Harness<SmallMessages>) =>
  harness.database.transaction((tx) => tx.query('select id, at from effect order by at'));

const answer: WarehouseHandlers['orderPlaced'] = async ({ value }, ctx) => {
  await ctx.tx.query('insert into effect (id) values ($1)', [value.orderId]);
  await ctx.send.stockChanged(build.stockChanged({ sku: value.orderId }));
};

it('sees what handlers do in their transactions, and what they send by the outbox', async () => {
  const harness = await start({ orderPlaced: answer });
  const order = build.orderPlaced();
  await harness.send.orderPlaced(order);
  const { value } = await harness.consumed('orderPlaced');
  await harness.settled();
  expect(value.orderId).toBe(order.value.orderId);
  expect(await effects(harness)).toEqual([{ id: value.orderId, at: expect.any(Date) }]);
  expect((await harness.messages()).map(({ name }) => name)).toEqual(['orderPlaced', 'stockChanged']);
});

it('goes through the ladder of retries on its own clock, the one of the database included', async () => {
  const clock = createVirtualClock(new Date('2026-11-21T10:00:00Z'));
  let tries = 0;
  const harness = await start({
    clock,
    receive: { attempts: 1, later: [5 * second, 60 * second] },
    orderPlaced: async (event, ctx) => {
      tries += 1;
      await answer(event, ctx);
      if (tries < 3) throw new Error('not yet');
    },
  });
  await harness.send.orderPlaced(build.orderPlaced());

  await expect(harness.settled()).rejects.toThrow(
    /\[NOT_OBSERVED\] Not everything was consumed.* warehouse: parked until 2026-11-21T10:00:05.000Z/s,
  );
  await expect(harness.consumed('orderPlaced')).rejects.toThrow('was not consumed');
  await harness.advance(5 * second);
  expect(tries).toBe(2);
  await harness.advance(60 * second);
  await harness.settled();

  expect(tries).toBe(3);
  expect((await effects(harness)).map(({ at }) => at)).toEqual([new Date('2026-11-21T10:01:05Z')]);
  expect((await harness.sent('stockChanged')).time).toEqual(new Date('2026-11-21T10:01:05Z'));
});

it('lists what is dead, while its followers wait for somebody to redrive it', async () => {
  const harness = await start({
    receive: { attempts: 1, later: [] },
    orderPlaced: async () => {
      throw new Error('no such item');
    },
  });
  await harness.send.orderPlaced(build.orderPlaced());
  await harness.send.orderPlaced(build.orderPlaced());

  expect(await harness.deadLetters()).toEqual([expect.objectContaining({ name: 'orderPlaced', attempts: 1 })]);
  await harness.settled();
  await expect(harness.consumed('orderPlaced', () => true)).rejects.toThrow('warehouse gave it up');
});

it('has neither a database nor time to move where nobody asked for them', async () => {
  const harness = await openHarness(smallContract);
  onTestFinished(() => harness.close());
  await expect(harness.database.transaction(async () => undefined)).rejects.toThrow('[CONFIGURATION_INVALID]');
  await expect(harness.advance(1)).rejects.toThrow('[CONFIGURATION_INVALID]');
  expect(harness.delivery).toBeUndefined();
});
