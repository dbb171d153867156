import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../core/decimal.ts';
import { createArbitraries } from './arbitraries.ts';
import { createBuilders } from './builders.ts';
import { openHarness } from './harness/open-harness.ts';
import { smallContract } from './small-contract.ts';

const build = createBuilders(smallContract);
const arbitrary = createArbitraries(smallContract);

describe('a builder', () => {
  it('makes a complete message, always the same', () => {
    const built = build.orderPlaced();
    expect(built).toEqual({
      key: built.value.orderId,
      value: { orderId: expect.any(String), total: Decimal.of('1.00'), note: null },
      headers: { channel: 'web' },
    });
    expect(build.orderPlaced()).toEqual(built);
  });

  it('takes the fields that matter, as sending does', () => {
    const { value, key } = build.orderPlaced({ total: Decimal.of('7.5') });
    expect(value.total).toEqual(Decimal.of('7.50'));
    expect(key).toBe(value.orderId);
    expect(build.stockChanged({ sku: 'MUG' }).key).toEqual({ sku: 'MUG', warehouse: 'warehouse' });
  });

  it('takes a key and headers of its own', () => {
    const { key, headers } = build.orderPlaced({}, { key: 'k', headers: { channel: 'app', tries: 2 } });
    expect([key, headers]).toEqual(['k', { channel: 'app', tries: 2 }]);
  });

  it('refuses what the schema does not allow, as sending does', () => {
    expect(() => build.orderPlaced({ total: Decimal.of('1.234') })).toThrow(/\[VALUE_INVALID\].*total/s);
    // @ts-expect-error: the field is misspelt.
    expect(() => build.orderPlaced({ totl: Decimal.of('1') })).toThrow(/\[VALUE_INVALID\].*totl/s);
  });

  it('makes random content of a seed, the same for the same one', () => {
    const seeds = [1, 2, 3, 4, 5];
    const notes = seeds.map((seed) => build.orderPlaced({}, { seed }).value);
    expect(seeds.map((seed) => build.orderPlaced({}, { seed }).value)).toEqual(notes);
    expect(new Set(notes.map(({ orderId }) => orderId)).size).toBe(seeds.length);
  });
});

describe('an arbitrary', () => {
  it('makes messages that are sent and received as they are', async () => {
    const harness = await openHarness(smallContract);
    await fc.assert(
      fc.asyncProperty(arbitrary.orderPlaced(), async (message) => {
        const { id } = await harness.send.orderPlaced(message);
        const { key, value, headers } = await harness.sent('orderPlaced', (event) => event.id === id);
        expect({ key, value, headers }).toEqual(message);
      }),
      { numRuns: 30 },
    );
    await harness.close();
  });
});
