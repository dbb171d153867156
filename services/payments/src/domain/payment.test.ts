import { Decimal } from '@eventwright/runtime';
import { describe, expect, it } from 'vitest';
import { decide, type Payment } from './payment.ts';

const amount = { amount: Decimal.of('38.80'), currency: 'EUR' as const };
const limit = Decimal.of('10000.00');
const customer = { customerId: 'c', name: 'Ada', email: 'ada@example.org', phone: null, locale: 'en' };
const entry = { id: 'id-1', at: new Date(0), ledgerSequence: 7n };
const held: Payment = { kind: 'held', paymentId: 'payment-1', transactionId: 'transaction-1', amount };

const pay = (cents: string) => ({
  pay: {
    orderId: 'order-1',
    transactionId: 'transaction-1',
    requestedAt: new Date(0),
    customer,
    amount: { ...amount, amount: Decimal.of(cents) },
    paymentMethod: { $type: 'shop.payments.BankTransfer' as const, iban: 'SE45', accountHolder: 'Ada' },
  },
  limit,
  entry,
});
const giveBack = { giveBack: 'order-1', customer, entry };

describe('a payment', () => {
  it.each([
    ['38.80', { name: 'paymentAuthorized', value: { paymentId: 'id-1', ledgerSequence: 7n } }],
    ['10000.01', { name: 'paymentDeclined', value: { reason: 'LIMIT_EXCEEDED', ledgerSequence: 7n } }],
  ])('of %s is decided', (cents, event) => {
    expect(decide(pay(cents), undefined)).toMatchObject([event]);
  });

  it.each<Payment>([held, { kind: 'declined' }, { kind: 'refunded' }])('is not decided again: %j', (payment) => {
    expect(decide(pay('38.80'), payment)).toEqual([]);
  });

  it('is given back where it is held', () => {
    expect(decide(giveBack, held)).toMatchObject([
      { name: 'paymentRefunded', value: { amount, paymentId: 'payment-1', refundId: 'id-1', ledgerSequence: 7n } },
    ]);
  });

  it.each<[string, Payment]>([
    ['nothing was asked for', undefined],
    ['the payment was declined', { kind: 'declined' }],
    ['the money is back already', { kind: 'refunded' }],
  ])('is not given back where %s', (_case, payment) => {
    expect(decide(giveBack, payment)).toEqual([]);
  });
});
