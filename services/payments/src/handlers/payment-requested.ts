import type { PaymentsHandlers } from '@shop/contracts/payments';
import type { Environment } from '../environment.ts';

/** Authorises or declines the payment, once however often it is asked for. */
export function paymentRequested({ ledger, now, newId, limit }: Environment): PaymentsHandlers['paymentRequested'] {
  return (event, ctx) => {
    const terms = { id: newId(), at: now(), cause: event };
    return ledger.execute(ctx, event.value.orderId, (entry) => ({ pay: event.value, limit, entry }), terms);
  };
}
