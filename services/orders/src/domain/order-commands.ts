import type { Command, Output } from '@eventwright/runtime/workflows';
import type { OrderCancelledInput } from '@shop/contracts/messages/order-cancelled';
import type { OrdersHandlers, OrdersSends } from '@shop/contracts/orders';
import type { Order, OrderStatus } from './order.ts';

/** Timers of an order: somebody takes too long. */
export type OrderTimer = 'paymentOverdue' | 'dispatchOverdue';

export type OrderOutput = Output<OrdersHandlers, OrderStatus, OrderTimer>;

/** Takes the order in. */
export function takeIn(order: Order, at: Date): Command<OrdersSends> {
  const { paymentRequests: _, ...value } = order;
  return { send: 'temporaryOrderCreated', key: order.orderId, value: { ...value, createdAt: at } };
}

/** Asks for the payment; payments answers a request that it has answered before no more. */
export function requestPayment(
  { orderId, transactionId, customer, paymentMethod, totals }: Order,
  { at, patience }: { readonly at: Date; readonly patience: number },
): readonly OrderOutput[] {
  const value = { orderId, transactionId, customer, paymentMethod, requestedAt: at, amount: totals.total };
  return [
    { send: 'paymentRequested', key: orderId, value },
    { start: 'paymentOverdue', after: patience },
  ];
}

/** Makes the order binding, with all that the warehouse needs. */
export function confirm(
  { paymentMethod: _, paymentRequests: __, ...order }: Order,
  paid: { readonly paymentId: string; readonly confirmedAt: Date },
): Command<OrdersSends> {
  return { send: 'orderConfirmed', key: order.orderId, value: { ...order, ...paid } };
}

export function reject(
  { orderId, transactionId, customer, lines, totals }: Order,
  { at, explanation }: { readonly at: Date; readonly explanation: string },
): Command<OrdersSends> {
  const order = { orderId, transactionId, customer, lines, totals };
  return {
    send: 'orderRejected',
    key: orderId,
    value: { ...order, rejectedAt: at, reason: 'PAYMENT_DECLINED', explanation },
  };
}

/** Gives the order up. Payments gives back what was paid, the warehouse puts back what was reserved. */
export function cancel(
  { orderId, transactionId, customer, lines, totals }: Order,
  { at, ...cause }: { readonly at: Date } & Pick<OrderCancelledInput, 'reason' | 'explanation'>,
): Command<OrdersSends> {
  const order = { orderId, transactionId, customer, lines, totals };
  return { send: 'orderCancelled', key: orderId, value: { ...order, cancelledAt: at, ...cause } };
}
