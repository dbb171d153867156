import { applyOnce } from '@eventwright/runtime/postgres';
import type { PaymentsHandlers } from '@shop/contracts/payments';
import { appendEntry } from '../adapters/ledger-store.ts';
import { decidePayment } from '../domain/decide-payment.ts';
import type { Environment } from '../environment.ts';

/** Authorises or declines the payment, and writes that into the ledger. */
export function paymentRequested({ database, now, newId, limit }: Environment): PaymentsHandlers['paymentRequested'] {
  return async ({ id, value }, ctx) => {
    const { orderId, transactionId, amount, customer } = value;
    const decided = await database.transaction((tx) =>
      applyOnce(tx, { consumer: 'payments', eventId: id }, async () => {
        const decision = decidePayment(value, limit);
        const at = now();
        const paymentId = newId();
        const entry = { kind: decision.kind, orderId, transactionId, paymentId, amount };
        const sequence = await appendEntry(tx, entry, at);
        return { ...decision, paymentId, sequence: sequence.toString(), at: at.toISOString() };
      }),
    );
    const at = new Date(decided.at);
    const payment = { orderId, transactionId, amount, customer, ledgerSequence: BigInt(decided.sequence) };
    if (decided.kind === 'authorized') {
      const { paymentId } = decided;
      await ctx.send.paymentAuthorized({ key: orderId, value: { ...payment, paymentId, authorizedAt: at } });
    } else {
      const { reason, explanation } = decided;
      await ctx.send.paymentDeclined({ key: orderId, value: { ...payment, reason, explanation, declinedAt: at } });
    }
  };
}
