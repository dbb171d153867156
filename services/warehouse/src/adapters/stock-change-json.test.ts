import { Decimal } from '@eventwright/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StockChange } from '../domain/stock-level.ts';
import { stockChangeFromJson, stockChangeToJson } from './stock-change-json.ts';

const count = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });

const changes: fc.Arbitrary<StockChange> = fc.record({
  reason: fc.constantFrom('ADDED', 'RESERVED', 'RELEASED', 'DISPATCHED'),
  level: fc.record({
    warehouse: fc.string(),
    sku: fc.string(),
    name: fc.string(),
    description: fc.option(fc.string()),
    price: fc.record({
      amount: fc.bigInt({ min: 0n, max: 999_999_999_999n }).map((cents) => Decimal.fromUnscaled(cents, 2)),
      currency: fc.constantFrom('EUR', 'CHF'),
    }),
    weightInGrams: fc.option(count),
    onHand: count,
    reserved: count,
    revision: count,
  }),
});

describe('stockChangeFromJson', () => {
  it('reads back what stockChangeToJson made, after a trip through JSON text', () => {
    fc.assert(
      fc.property(changes, (change) => {
        expect(stockChangeFromJson(JSON.parse(JSON.stringify(stockChangeToJson(change))))).toEqual(change);
      }),
    );
  });
});
