import { Decimal } from '@eventwright/runtime';
import { describe, expect, it } from 'vitest';
import { composeOrderDispatched, composeOrderReceived, composeParcelDelivered } from './compose-email.ts';

const eur = (amount: string) => ({ amount: Decimal.of(amount), currency: 'EUR' as const });
const customer = { customerId: 'c', name: 'Ada', email: 'ada@example.org', phone: null, locale: 'en' };
const shippingAddress = {
  recipient: 'Ada',
  street: 'Storgatan 7',
  addition: null,
  postalCode: '753 31',
  city: 'Uppsala',
  country: 'SE',
};
const order = {
  orderId: 'order-1',
  customer,
  lines: [{ sku: 'MUG', name: 'Blue mug', quantity: 2, unitPrice: eur('12.50'), options: {} }],
  totals: { goods: eur('25.00'), shipping: eur('4.90'), total: eur('29.90') },
  shippingAddress,
  wishedDeliveryDate: null,
};

describe('composeOrderReceived', () => {
  it('lists what was ordered with exact amounts', () => {
    const { subject, text } = composeOrderReceived({
      ...order,
      transactionId: 't',
      createdAt: new Date(0),
      paymentMethod: { $type: 'shop.payments.BankTransfer', iban: 'SE45', accountHolder: 'Ada' },
      note: null,
    });

    expect(subject).toBe('We received your order');
    expect(text.split('\n')).toEqual([
      'Dear Ada,',
      '',
      'thank you for your order:',
      '  2 x Blue mug at 12.50 EUR',
      'Delivery: 4.90 EUR',
      'Total: 29.90 EUR',
      'We write again as soon as your payment is confirmed.',
      '',
      'Order order-1',
      '',
    ]);
  });
});

describe('composeOrderDispatched', () => {
  it.each([
    [1, 'your order is packed and handed to the carrier:'],
    [3, 'your order is packed into 3 parcels and handed to the carrier:'],
  ])('speaks of %i parcels as people do', (parcels, line) => {
    const { text } = composeOrderDispatched({
      ...order,
      dispatchId: 'd',
      dispatchedAt: new Date(0),
      warehouse: 'UPPSALA',
      parcels,
      weightInGrams: null,
    });
    expect(text).toContain(line);
  });
});

describe('composeParcelDelivered', () => {
  it('does not name a taker that nobody noted', () => {
    const parcel = { orderId: 'order-1', parcelId: 'p', trackingNumber: 'T', deliveredAt: new Date(0), customer };
    expect(composeParcelDelivered({ ...parcel, receivedBy: null }).text).not.toContain('handed');
    expect(composeParcelDelivered({ ...parcel, receivedBy: 'Eva' }).text).toContain('handed to Eva');
  });
});
