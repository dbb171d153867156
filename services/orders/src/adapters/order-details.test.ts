import { Decimal } from '@eventwright/runtime';
import { describe, expect, it } from 'vitest';
import { type OrderDetails, parseDetails, printDetails } from './order-details.ts';

const eur = (amount: string) => ({ amount: Decimal.of(amount), currency: 'EUR' as const });

const details: OrderDetails = {
  customer: { customerId: 'c', name: 'Ada', email: 'ada@example.org', phone: null, locale: 'en' },
  lines: [{ sku: 'MUG', name: 'Mug', quantity: 2, unitPrice: eur('1234567890.10'), options: { engraving: 'A' } }],
  totals: { goods: eur('2469135780.20'), shipping: eur('0.00'), total: eur('2469135780.20') },
  shippingAddress: { recipient: 'Ada', street: 'S', addition: null, postalCode: '1', city: 'U', country: 'SE' },
  note: 'Ring twice.',
  wishedDeliveryDate: '2026-03-09',
};

describe('parseDetails', () => {
  it('reads back what printDetails wrote, amounts to the last cent', () => {
    expect(parseDetails(JSON.parse(printDetails(details)))).toEqual(details);
  });

  it.each([null, {}, { ...details, lines: 'none' }])('refuses what is no order: %j', (json) => {
    expect(() => parseDetails(json)).toThrow();
  });
});
