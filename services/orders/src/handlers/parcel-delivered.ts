import type { OrdersHandlers } from '@shop/contracts/orders';
import { noteDelivery } from '../domain/track-delivery.ts';
import type { Environment } from '../environment.ts';
import { changeOrder } from './change-order.ts';

/** Completes the order. */
export function parcelDelivered(environment: Environment): OrdersHandlers['parcelDelivered'] {
  return async ({ id, value: { orderId } }) => {
    await changeOrder(environment, { eventId: id, orderId }, noteDelivery);
  };
}
