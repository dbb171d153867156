import { Decimal } from '@eventwright/runtime';
import { describe, expect, it } from 'vitest';
import { decidePayment, declinedToken } from './decide-payment.ts';

const limit = Decimal.of('10000.00');
const eur = (amount: string) => ({ amount: Decimal.of(amount), currency: 'EUR' as const });
const card = (token: string) => ({
  $type: 'shop.payments.Card' as const,
  token,
  brand: 'VISA' as const,
  lastDigits: '4242',
  fingerprint: null,
});
const transfer = { $type: 'shop.payments.BankTransfer' as const, iban: 'SE45', accountHolder: 'Ada' };

describe('decidePayment', () => {
  it.each([card('tok_visa'), transfer])('authorises an amount up to the limit by $$type', (paymentMethod) => {
    expect(decidePayment({ amount: eur('10000.00'), paymentMethod }, limit)).toEqual({ kind: 'authorized' });
  });

  it('declines a cent above the limit', () => {
    expect(decidePayment({ amount: eur('10000.01'), paymentMethod: transfer }, limit)).toMatchObject({
      kind: 'declined',
      reason: 'LIMIT_EXCEEDED',
    });
  });

  it('declines the card that the bank declines, whatever the amount', () => {
    expect(decidePayment({ amount: eur('0.01'), paymentMethod: card(declinedToken) }, limit)).toMatchObject({
      kind: 'declined',
      reason: 'CARD_DECLINED',
    });
  });
});
