import { describe, expect, it } from 'vitest';
import { createClient } from '../../core/create-client.ts';
import { fatal } from '../../core/handler-error.ts';
import { createBuilders } from '../builders.ts';
import { openHarness } from '../harness/open-harness.ts';
import { type SmallMessages, smallContract, type WarehouseHandlers, warehouse } from '../small-contract.ts';
import { type FaultRunOptions, runWithFaults } from './run-with-faults.ts';

const build = createBuilders(smallContract);
const orders = ['a', 'b', 'a', 'c', 'b', 'a'].map((key, index) =>
  build.orderPlaced({ orderId: `00000000-0000-4000-8000-00000000000${index}` }, { key }),
);

type Options = FaultRunOptions<SmallMessages>;

/** Counts orders in the database and sends one answer for each. */
function counting(orderPlaced: WarehouseHandlers['orderPlaced'], more: Partial<Options> = {}): Options {
  return {
    open: (options) => openHarness(smallContract, options),
    prepare: (harness) => harness.database.transaction((tx) => tx.execute('create table counted (id text, key text)')),
    start: (engine) => createClient(warehouse, engine).receive({ orderPlaced }),
    messages: orders.map((order) => ['orderPlaced', order] as const),
    check: async (harness) => {
      const rows = await harness.database.transaction((tx) => tx.query('select id, key from counted'));
      const expected = orders.map(({ key, value }) => ({ id: value.orderId, key }));
      for (const wanted of ['a', 'b', 'c']) {
        expect(rows.filter(({ key }) => key === wanted)).toEqual(expected.filter(({ key }) => key === wanted));
      }
      const answers = (await harness.messages()).filter(({ name }) => name === 'stockChanged');
      expect(new Set(answers.map(({ event }) => event.id)).size).toBe(orders.length);
    },
    ...more,
  };
}

const insert = 'insert into counted (id, key) values ($1, $2)';

const once: WarehouseHandlers['orderPlaced'] = async ({ key, value }, ctx) => {
  await ctx.tx.query(insert, [value.orderId, key]);
  await ctx.send.stockChanged(build.stockChanged({ sku: value.orderId }));
};

describe('runWithFaults', () => {
  it('leaves handlers alone that do everything in their transaction', { timeout: 300_000 }, async () => {
    const { runs, faults } = await runWithFaults(counting(once, { seeds: 18 }));
    expect(runs).toBe(18);
    // Each kind has had its turn.
    expect(Math.min(...Object.values(faults))).toBeGreaterThan(0);
  });

  it('finds a handler that keeps something outside of its transaction, and says what it does not stand', async () => {
    const seen: string[] = [];
    const beside = counting(
      async (event, ctx) => {
        seen.push(event.value.orderId);
        await once(event, ctx);
      },
      { seeds: [10], check: () => expect(seen.splice(0).toSorted()).toEqual(orders.map(({ value }) => value.orderId)) },
    );
    await expect(runWithFaults(beside)).rejects.toThrow(
      /\[EFFECT_BROKEN\] With seed 10 .*:\n {2}the 1st transaction is undone at its end\n/,
    );
  });

  it('finds messages that are given up, unless they may be', async () => {
    const giving: WarehouseHandlers['orderPlaced'] = () => Promise.reject(fatal('no such item'));
    await expect(runWithFaults(counting(giving, { seeds: 1 }))).rejects.toThrow(
      /With seed 1 the effect is not what it should be without any fault.\norderPlaced was given up by warehouse: .*no such item/,
    );
    const allowed = counting(giving, { seeds: 1, deadLetters: true, check: () => undefined });
    expect(await runWithFaults(allowed)).toMatchObject({ runs: 1 });
  });
});
