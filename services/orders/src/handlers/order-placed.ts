import type { OrdersHandlers } from '@shop/contracts/orders';
import { insertOrder } from '../adapters/order-store.ts';
import { takeOrder } from '../domain/take-order.ts';
import type { Environment } from '../environment.ts';

/** Takes the order in and asks for its payment. */
export function orderPlaced({ now, newId }: Environment): OrdersHandlers['orderPlaced'] {
  return async ({ value }, ctx) => {
    const { orderId, customer, lines, totals, shippingAddress, paymentMethod, note, wishedDeliveryDate } = value;
    const transactionId = newId();
    if (!(await insertOrder(ctx.tx, takeOrder(value, transactionId)))) return;
    const at = now();
    const order = { orderId, transactionId, customer, paymentMethod };
    await ctx.send.temporaryOrderCreated({
      key: orderId,
      value: { ...order, createdAt: at, lines, totals, shippingAddress, note, wishedDeliveryDate },
    });
    await ctx.send.paymentRequested({ key: orderId, value: { ...order, requestedAt: at, amount: totals.total } });
  };
}
