import type { OrderCancelledInput } from '@shop/contracts/messages/order-cancelled';
import type { Order } from '../domain/order.ts';

/** The message that tells of a cancelled order. */
export function orderCancelled(
  { orderId, transactionId, customer, lines, totals }: Order,
  { at, ...cause }: { readonly at: Date } & Pick<OrderCancelledInput, 'reason' | 'explanation'>,
): { readonly key: string; readonly value: OrderCancelledInput } {
  return { key: orderId, value: { orderId, transactionId, cancelledAt: at, ...cause, customer, lines, totals } };
}
