import { Decimal } from '@eventwright/runtime';
import { applyOnce } from '@eventwright/runtime/postgres';
import type { PaymentsHandlers } from '@shop/contracts/payments';
import { appendEntry, entriesOf } from '../adapters/ledger-store.ts';
import { paymentOf } from '../domain/ledger.ts';
import { refundPayment } from '../domain/refund-payment.ts';
import type { Environment } from '../environment.ts';

/** Gives back what the shop holds of the customer's money. The request for the payment came before, on the same key. */
export function orderCancelled({ database, now, newId }: Environment): PaymentsHandlers['orderCancelled'] {
  return async ({ id, value: { orderId, customer } }, ctx) => {
    const refunded = await database.transaction((tx) =>
      applyOnce(tx, { consumer: 'payments', eventId: id }, async () => {
        const refund = refundPayment(paymentOf(await entriesOf(tx, orderId)));
        if (refund === undefined) return null;
        const { amount, payment } = refund;
        const { paymentId, transactionId } = payment;
        const at = now();
        const entry = { kind: 'refunded', orderId, transactionId, paymentId, amount } as const;
        return {
          paymentId,
          transactionId,
          refundId: newId(),
          amount: amount.amount.toString(),
          currency: amount.currency,
          sequence: (await appendEntry(tx, entry, at)).toString(),
          at: at.toISOString(),
        };
      }),
    );
    if (refunded === null) return;
    const { paymentId, transactionId, refundId, amount, currency, sequence, at } = refunded;
    await ctx.send.paymentRefunded({
      key: orderId,
      value: {
        orderId,
        transactionId,
        paymentId,
        refundId,
        refundedAt: new Date(at),
        amount: { amount: Decimal.of(amount), currency },
        ledgerSequence: BigInt(sequence),
        customer,
      },
    });
  };
}
