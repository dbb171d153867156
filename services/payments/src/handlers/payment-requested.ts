import type { PaymentsHandlers } from '@shop/contracts/payments';
import { appendEntry } from '../adapters/ledger-store.ts';
import { decidePayment } from '../domain/decide-payment.ts';
import type { Environment } from '../environment.ts';

/** Authorises or declines the payment, and writes that into the ledger. */
export function paymentRequested({ now, newId, limit }: Environment): PaymentsHandlers['paymentRequested'] {
  return async ({ value }, ctx) => {
    const { orderId, transactionId, amount, customer } = value;
    const decision = decidePayment(value, limit);
    const at = now();
    const paymentId = newId();
    const entry = { kind: decision.kind, orderId, transactionId, paymentId, amount };
    const ledgerSequence = await appendEntry(ctx.tx, entry, at);
    const payment = { orderId, transactionId, amount, customer, ledgerSequence };
    if (decision.kind === 'authorized') {
      await ctx.send.paymentAuthorized({ key: orderId, value: { ...payment, paymentId, authorizedAt: at } });
    } else {
      const { reason, explanation } = decision;
      await ctx.send.paymentDeclined({ key: orderId, value: { ...payment, reason, explanation, declinedAt: at } });
    }
  };
}
