import type { OrdersHandlers } from '@shop/contracts/orders';
import { noteDispatch } from '../domain/track-delivery.ts';
import { changeOrder } from './change-order.ts';

/** From here on the order is not cancelled any more. */
export const orderDispatched: OrdersHandlers['orderDispatched'] = async ({ value: { orderId } }, ctx) => {
  await changeOrder(ctx.tx, orderId, noteDispatch);
};
