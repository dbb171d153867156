import type { Money } from '@shop/contracts/schemas/shop/common/money.v1';
import type { Payment } from './ledger.ts';

/** What goes back to the customer of a cancelled order: all that is held, once. Undefined where nothing is held. */
export function refundPayment(
  payment: Payment | undefined,
): { readonly payment: Payment; readonly amount: Money } | undefined {
  return payment?.held === undefined ? undefined : { payment, amount: payment.held };
}
