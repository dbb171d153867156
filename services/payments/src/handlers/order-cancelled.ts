import type { PaymentsHandlers } from '@shop/contracts/payments';
import type { Environment } from '../environment.ts';

/** Gives back what the shop holds of the customer's money. The request for the payment came before, on the same key. */
export function orderCancelled({ ledger, now, newId }: Environment): PaymentsHandlers['orderCancelled'] {
  return (event, ctx) => {
    const { orderId, customer } = event.value;
    const terms = { id: newId(), at: now(), cause: event };
    return ledger.execute(ctx, orderId, (entry) => ({ giveBack: orderId, customer, entry }), terms);
  };
}
