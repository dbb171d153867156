import { applyOnce } from '@eventwright/runtime/postgres';
import type { OrdersHandlers } from '@shop/contracts/orders';
import { insertOrder } from '../adapters/order-store.ts';
import { takeOrder } from '../domain/take-order.ts';
import type { Environment } from '../environment.ts';

/** Takes the order in and asks for its payment. */
export function orderPlaced({ database, now, newId }: Environment): OrdersHandlers['orderPlaced'] {
  return async ({ id, value }, ctx) => {
    const taken = await database.transaction((tx) =>
      applyOnce(tx, { consumer: 'orders', eventId: id }, async () => {
        const transactionId = newId();
        const isNew = await insertOrder(tx, takeOrder(value, transactionId));
        return isNew ? { transactionId, at: now().toISOString() } : null;
      }),
    );
    if (taken === null) return;
    const { transactionId } = taken;
    const at = new Date(taken.at);
    const { orderId, customer, lines, totals, shippingAddress, paymentMethod, note, wishedDeliveryDate } = value;
    const order = { orderId, transactionId, customer, paymentMethod };
    await ctx.send.temporaryOrderCreated({
      key: orderId,
      value: { ...order, createdAt: at, lines, totals, shippingAddress, note, wishedDeliveryDate },
    });
    await ctx.send.paymentRequested({ key: orderId, value: { ...order, requestedAt: at, amount: totals.total } });
  };
}
