import type { PaymentsHandlers } from '@shop/contracts/payments';
import { appendEntry, entriesOf } from '../adapters/ledger-store.ts';
import { paymentOf } from '../domain/ledger.ts';
import { refundPayment } from '../domain/refund-payment.ts';
import type { Environment } from '../environment.ts';

/** Gives back what the shop holds of the customer's money. The request for the payment came before, on the same key. */
export function orderCancelled({ now, newId }: Environment): PaymentsHandlers['orderCancelled'] {
  return async ({ value: { orderId, customer } }, ctx) => {
    const refund = refundPayment(paymentOf(await entriesOf(ctx.tx, orderId)));
    if (refund === undefined) return;
    const { amount, payment } = refund;
    const { paymentId, transactionId } = payment;
    const refundedAt = now();
    const entry = { kind: 'refunded', orderId, transactionId, paymentId, amount } as const;
    const ledgerSequence = await appendEntry(ctx.tx, entry, refundedAt);
    await ctx.send.paymentRefunded({
      key: orderId,
      value: { orderId, transactionId, paymentId, refundId: newId(), refundedAt, amount, ledgerSequence, customer },
    });
  };
}
