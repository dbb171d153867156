import type { OrdersHandlers } from '@shop/contracts/orders';
import { confirmOrder } from '../domain/confirm-order.ts';
import type { Environment } from '../environment.ts';
import { changeOrder } from './change-order.ts';

/** Confirms the order. */
export function paymentAuthorized({ now }: Environment): OrdersHandlers['paymentAuthorized'] {
  return async ({ value: { orderId, paymentId } }, ctx) => {
    const confirmed = await changeOrder(ctx.tx, orderId, confirmOrder);
    if (confirmed === undefined) return;
    const { status: _, ...order } = confirmed;
    await ctx.send.orderConfirmed({ key: orderId, value: { ...order, paymentId, confirmedAt: now() } });
  };
}
