import { Decimal } from '@eventwright/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDelivery, addItem } from './add-stock.ts';
import { reserveStock } from './reserve-stock.ts';
import { dispatchStock, releaseStock } from './settle-reservation.ts';
import { availableOf, quantitiesOf, type StockChange, type StockLevel } from './stock-level.ts';
import { weighParcel } from './weigh-parcel.ts';

const item = (sku: string, quantity: number, weightInGrams: bigint | null = 350n): StockLevel =>
  addItem({
    warehouse: 'UPPSALA',
    sku,
    name: sku,
    description: null,
    price: { amount: Decimal.of('12.50'), currency: 'EUR' },
    weightInGrams,
    quantity,
  }).level;

const given = (...levels: readonly StockLevel[]): ReadonlyMap<string, StockLevel> =>
  new Map(levels.map((level) => [level.sku, level]));

const after = (levels: ReadonlyMap<string, StockLevel>, changes: readonly StockChange[]) =>
  new Map([...levels, ...changes.map(({ level }) => [level.sku, level] as const)]);

describe('quantitiesOf', () => {
  it('adds up lines of the same item', () => {
    const lines = [
      { sku: 'MUG', quantity: 2 },
      { sku: 'TEA', quantity: 1 },
      { sku: 'MUG', quantity: 3 },
    ];
    expect(quantitiesOf(lines)).toEqual([
      { sku: 'MUG', quantity: 5 },
      { sku: 'TEA', quantity: 1 },
    ]);
  });
});

describe('reserveStock', () => {
  it('sets aside every line of the order', () => {
    const levels = given(item('MUG', 5), item('TEA', 1));

    const reservation = reserveStock(
      [
        { sku: 'MUG', quantity: 2 },
        { sku: 'TEA', quantity: 1 },
      ],
      levels,
    );

    expect(reservation).toMatchObject({
      kind: 'reserved',
      changes: [
        { level: { sku: 'MUG', onHand: 5n, reserved: 2n, revision: 2n }, reason: 'RESERVED' },
        { level: { sku: 'TEA', onHand: 1n, reserved: 1n, revision: 2n }, reason: 'RESERVED' },
      ],
    });
  });

  it('reserves nothing where one line is short, and says what is missing', () => {
    const levels = given(item('MUG', 5), item('TEA', 1));

    const reservation = reserveStock(
      [
        { sku: 'MUG', quantity: 2 },
        { sku: 'TEA', quantity: 2 },
      ],
      levels,
    );

    expect(reservation).toEqual({ kind: 'short', missing: [{ sku: 'TEA', requested: 2, available: 1n }] });
  });

  it('tells an unknown item from one that is sold out', () => {
    const reservation = reserveStock(
      [
        { sku: 'MUG', quantity: 9 },
        { sku: 'LAMP', quantity: 1 },
      ],
      given(item('MUG', 5)),
    );

    expect(reservation).toEqual({ kind: 'unknown', skus: ['LAMP'] });
  });
});

describe('a reservation', () => {
  const order = [{ sku: 'MUG', quantity: 2 }];

  const reserved = (levels: ReadonlyMap<string, StockLevel>) => {
    const reservation = reserveStock(order, levels);
    return after(levels, reservation.kind === 'reserved' ? reservation.changes : []);
  };

  it('leaves the warehouse when it is dispatched', () => {
    const changes = dispatchStock(order, reserved(given(item('MUG', 5))));
    expect(changes).toMatchObject([{ level: { onHand: 3n, reserved: 0n, revision: 3n }, reason: 'DISPATCHED' }]);
  });

  it('can be sold again when it is released', () => {
    const changes = releaseStock(order, reserved(given(item('MUG', 5))));
    expect(changes).toMatchObject([{ level: { onHand: 5n, reserved: 0n, revision: 3n }, reason: 'RELEASED' }]);
  });
});

describe('addDelivery', () => {
  it('raises what is on hand', () => {
    expect(addDelivery(item('MUG', 5), 7)).toMatchObject({ level: { onHand: 12n, revision: 2n }, reason: 'ADDED' });
  });
});

describe('weighParcel', () => {
  it('adds up the weights', () => {
    expect(weighParcel([{ sku: 'MUG', quantity: 3 }], given(item('MUG', 5, 400n)))).toBe(1200n);
  });

  it('does not guess where a weight is not known', () => {
    const levels = given(item('MUG', 5, 400n), item('TEA', 5, null));
    const order = [
      { sku: 'MUG', quantity: 1 },
      { sku: 'TEA', quantity: 1 },
    ];
    expect(weighParcel(order, levels)).toBeNull();
  });
});

describe('any sequence of orders', () => {
  const steps = fc.array(
    fc.record({ quantity: fc.integer({ min: 1, max: 9 }), end: fc.constantFrom('dispatch', 'release', 'keep') }),
    { maxLength: 30 },
  );

  it('never sells more than there is, loses nothing and counts every change', () => {
    fc.assert(
      fc.property(fc.nat(40), steps, (stock, orders) => {
        let levels = given(item('MUG', stock));
        let gone = 0n;
        let changes = 1n;
        const apply = (next: readonly StockChange[]) => {
          levels = after(levels, next);
          changes += BigInt(next.length);
        };
        for (const { quantity, end } of orders) {
          const order = [{ sku: 'MUG', quantity }];
          const reservation = reserveStock(order, levels);
          if (reservation.kind !== 'reserved') continue;
          apply(reservation.changes);
          if (end === 'release') apply(releaseStock(order, levels));
          if (end === 'dispatch') {
            apply(dispatchStock(order, levels));
            gone += BigInt(quantity);
          }
        }
        const level = levels.get('MUG') ?? item('MUG', -1);
        expect(availableOf(level)).toBeGreaterThanOrEqual(0n);
        expect(level.reserved).toBeGreaterThanOrEqual(0n);
        expect(level.onHand + gone).toBe(BigInt(stock));
        expect(level.revision).toBe(changes);
      }),
    );
  });
});
