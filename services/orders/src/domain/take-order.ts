import type { OrderPlaced } from '@shop/contracts/messages/order-placed';
import type { Order } from './order.ts';

/** Takes a placed order in, as a temporary order with its payment transaction. */
export function takeOrder(placed: OrderPlaced, transactionId: string): Order {
  const { orderId, customer, lines, totals, shippingAddress, note, wishedDeliveryDate } = placed;
  return {
    orderId,
    transactionId,
    status: 'temporary',
    customer,
    lines,
    totals,
    shippingAddress,
    note,
    wishedDeliveryDate,
  };
}
