import { Decimal } from '@eventwright/runtime';
import { describe, expect, it } from 'vitest';
import { type EntryKind, type LedgerEntry, paymentOf } from './ledger.ts';
import { refundPayment } from './refund-payment.ts';

const amount = { amount: Decimal.of('38.80'), currency: 'EUR' as const };

/** The ledger of one order. */
const given = (...kinds: readonly EntryKind[]): readonly LedgerEntry[] =>
  kinds.map((kind, index) => ({
    sequence: BigInt(index + 1),
    kind,
    orderId: 'order-1',
    transactionId: 'transaction-1',
    paymentId: 'payment-1',
    amount,
  }));

describe('refundPayment', () => {
  it('gives back what was authorised', () => {
    expect(refundPayment(paymentOf(given('authorized')))).toMatchObject({
      amount,
      payment: { paymentId: 'payment-1' },
    });
  });

  it.each([
    ['nothing was asked for', given()],
    ['the payment was declined', given('declined')],
    ['the money is back already', given('authorized', 'refunded')],
  ])('gives nothing back where %s', (_case, entries) => {
    expect(refundPayment(paymentOf(entries))).toBeUndefined();
  });
});
