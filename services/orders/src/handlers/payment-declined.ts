import type { OrdersHandlers } from '@shop/contracts/orders';
import { rejectOrder } from '../domain/reject-order.ts';
import type { Environment } from '../environment.ts';
import { changeOrder } from './change-order.ts';

/** Rejects the order. */
export function paymentDeclined(environment: Environment): OrdersHandlers['paymentDeclined'] {
  return async ({ id, value: { orderId, explanation } }, ctx) => {
    const rejected = await changeOrder(environment, { eventId: id, orderId }, rejectOrder);
    if (rejected === undefined) return;
    const { transactionId, customer, lines, totals } = rejected.order;
    await ctx.send.orderRejected({
      key: orderId,
      value: {
        orderId,
        transactionId,
        rejectedAt: rejected.at,
        reason: 'PAYMENT_DECLINED',
        explanation,
        customer,
        lines,
        totals,
      },
    });
  };
}
