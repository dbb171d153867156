import type { Decimal } from '@eventwright/runtime';
import type { PaymentRequested } from '@shop/contracts/messages/payment-requested';
import type { DeclineReason } from '@shop/contracts/schemas/shop/payments/decline-reason.v1';

export type PaymentDecision =
  | { readonly kind: 'authorized' }
  | { readonly kind: 'declined'; readonly reason: DeclineReason; readonly explanation: string };

/** The card token that is always declined, so that the unhappy way can be tried. */
export const declinedToken = 'tok_declined';

/**
 * Stands for the payment provider, and answers the same for the same request: a card with `declinedToken` and any amount
 * above the limit are declined, all else is authorised.
 */
export function decidePayment(
  { amount, paymentMethod }: Pick<PaymentRequested, 'amount' | 'paymentMethod'>,
  limit: Decimal,
): PaymentDecision {
  if (paymentMethod.$type === 'shop.payments.Card' && paymentMethod.token === declinedToken) {
    return { kind: 'declined', reason: 'CARD_DECLINED', explanation: 'The bank declined the card.' };
  }
  if (amount.amount.compare(limit) > 0) {
    return {
      kind: 'declined',
      reason: 'LIMIT_EXCEEDED',
      explanation: `${amount.amount} ${amount.currency} is more than the limit of ${limit} for one payment.`,
    };
  }
  return { kind: 'authorized' };
}
