import type { OrdersHandlers } from '@shop/contracts/orders';
import { noteDelivery } from '../domain/track-delivery.ts';
import { changeOrder } from './change-order.ts';

/** Completes the order. */
export const parcelDelivered: OrdersHandlers['parcelDelivered'] = async ({ value: { orderId } }, ctx) => {
  await changeOrder(ctx.tx, orderId, noteDelivery);
};
