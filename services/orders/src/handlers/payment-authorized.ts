import type { OrdersHandlers } from '@shop/contracts/orders';
import { confirmOrder } from '../domain/confirm-order.ts';
import type { Environment } from '../environment.ts';
import { changeOrder } from './change-order.ts';

/** Confirms the order. */
export function paymentAuthorized(environment: Environment): OrdersHandlers['paymentAuthorized'] {
  return async ({ id, value: { orderId, paymentId } }, ctx) => {
    const confirmed = await changeOrder(environment, { eventId: id, orderId }, confirmOrder);
    if (confirmed === undefined) return;
    const { status: _, ...order } = confirmed.order;
    await ctx.send.orderConfirmed({ key: orderId, value: { ...order, paymentId, confirmedAt: confirmed.at } });
  };
}
