import type { OrdersHandlers } from '@shop/contracts/orders';
import { noteDispatch } from '../domain/track-delivery.ts';
import type { Environment } from '../environment.ts';
import { changeOrder } from './change-order.ts';

/** From here on the order is not cancelled any more. */
export function orderDispatched(environment: Environment): OrdersHandlers['orderDispatched'] {
  return async ({ id, value: { orderId } }) => {
    await changeOrder(environment, { eventId: id, orderId }, noteDispatch);
  };
}
