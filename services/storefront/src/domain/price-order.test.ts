import { Decimal } from '@eventwright/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CatalogueItem } from './catalogue-item.ts';
import { type PricedOrder, priceOrder } from './price-order.ts';

const eur = (amount: string) => ({ amount: Decimal.of(amount), currency: 'EUR' as const });
const terms = { fee: eur('4.90'), freeFrom: eur('50.00') };

const item = (sku: string, price: string): CatalogueItem => ({
  sku,
  name: `The ${sku}`,
  description: null,
  price: eur(price),
  available: 10n,
});
const given = (...items: readonly CatalogueItem[]) => new Map(items.map((each) => [each.sku, each]));
const wants = (sku: string, quantity: number) => ({ sku, quantity, options: {} });

const amounts = (priced: PricedOrder) =>
  priced.kind === 'priced' ? Object.values(priced.totals).map(({ amount }) => amount.toString()) : priced.problems;

describe('priceOrder', () => {
  it('takes names and prices from the catalogue', () => {
    const priced = priceOrder(
      [{ ...wants('MUG', 2), options: { engraving: 'Ada' } }],
      given(item('MUG', '12.50')),
      terms,
    );

    expect(priced).toMatchObject({
      kind: 'priced',
      lines: [{ sku: 'MUG', name: 'The MUG', quantity: 2, unitPrice: eur('12.50'), options: { engraving: 'Ada' } }],
    });
    expect(amounts(priced)).toEqual(['25.00', '4.90', '29.90']);
  });

  it.each([
    ['49.99', ['49.99', '4.90', '54.89']],
    ['50.00', ['50.00', '0.00', '50.00']],
  ])('charges delivery below fifty: %s', (price, expected) => {
    expect(amounts(priceOrder([wants('MUG', 1)], given(item('MUG', price)), terms))).toEqual(expected);
  });

  it('names every item that is not on sale', () => {
    const priced = priceOrder([wants('MUG', 1), wants('LAMP', 1), wants('SOFA', 1)], given(item('MUG', '1.00')), terms);
    expect(priced).toEqual({ kind: 'refused', problems: ['Item LAMP is not on sale.', 'Item SOFA is not on sale.'] });
  });

  it('refuses an order without lines', () => {
    expect(priceOrder([], given(), terms)).toEqual({
      kind: 'refused',
      problems: ['An order needs at least one line.'],
    });
  });

  it('does not add up different currencies', () => {
    const foreign = { ...item('MUG', '1.00'), price: { amount: Decimal.of('1.00'), currency: 'GBP' as const } };
    expect(priceOrder([wants('MUG', 1)], given(foreign), terms)).toMatchObject({ kind: 'refused' });
  });

  it('adds up to the cent, whatever the prices', () => {
    const line = fc.record({ cents: fc.integer({ min: 1, max: 999_999 }), quantity: fc.integer({ min: 1, max: 99 }) });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), (lines) => {
        const items = given(
          ...lines.map(({ cents }, index) => ({
            ...item(`I${index}`, '0.00'),
            price: { amount: Decimal.fromUnscaled(BigInt(cents), 2), currency: 'EUR' as const },
          })),
        );
        const priced = priceOrder(
          lines.map(({ quantity }, index) => wants(`I${index}`, quantity)),
          items,
          terms,
        );
        const goods = lines.reduce((sum, { cents, quantity }) => sum + BigInt(cents) * BigInt(quantity), 0n);
        const total = goods < 5000n ? goods + 490n : goods;
        expect(priced.kind === 'priced' && priced.totals.total.amount.unscaled).toBe(total);
      }),
    );
  });
});
