import type { OrdersHandlers } from '@shop/contracts/orders';
import { cancelOrder } from '../domain/cancel-order.ts';
import type { Environment } from '../environment.ts';
import { orderCancelled } from '../messages/order-cancelled.ts';
import { changeOrder } from './change-order.ts';

/** Cancels the order for the customer, where that is still possible. */
export function orderCancellationRequested({ now }: Environment): OrdersHandlers['orderCancellationRequested'] {
  return async ({ value: { orderId, reason } }, ctx) => {
    const cancelled = await changeOrder(ctx.tx, orderId, cancelOrder);
    if (cancelled === undefined) return;
    const explanation = reason ?? 'The customer asked for it.';
    await ctx.send.orderCancelled(orderCancelled(cancelled, { at: now(), reason: 'CUSTOMER', explanation }));
  };
}
