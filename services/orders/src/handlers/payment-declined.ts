import type { OrdersHandlers } from '@shop/contracts/orders';
import { rejectOrder } from '../domain/reject-order.ts';
import type { Environment } from '../environment.ts';
import { changeOrder } from './change-order.ts';

/** Rejects the order. */
export function paymentDeclined({ now }: Environment): OrdersHandlers['paymentDeclined'] {
  return async ({ value: { orderId, explanation } }, ctx) => {
    const rejected = await changeOrder(ctx.tx, orderId, rejectOrder);
    if (rejected === undefined) return;
    const { transactionId, customer, lines, totals } = rejected;
    await ctx.send.orderRejected({
      key: orderId,
      value: {
        orderId,
        transactionId,
        rejectedAt: now(),
        reason: 'PAYMENT_DECLINED',
        explanation,
        customer,
        lines,
        totals,
      },
    });
  };
}
