import type { OrdersHandlers } from '@shop/contracts/orders';
import { cancelOrder } from '../domain/cancel-order.ts';
import type { Environment } from '../environment.ts';
import { orderCancelled } from '../messages/order-cancelled.ts';
import { changeOrder } from './change-order.ts';

/** Cancels an order that the warehouse cannot serve. */
export function stockShort({ now }: Environment): OrdersHandlers['stockShort'] {
  return async ({ value: { orderId, missing } }, ctx) => {
    const cancelled = await changeOrder(ctx.tx, orderId, cancelOrder);
    if (cancelled === undefined) return;
    const explanation = missing
      .map(({ sku, requested, available }) => `${sku}: ${requested} ordered, ${available} available.`)
      .join(' ');
    await ctx.send.orderCancelled(orderCancelled(cancelled, { at: now(), reason: 'STOCK', explanation }));
  };
}
