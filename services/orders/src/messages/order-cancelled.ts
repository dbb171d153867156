import type { OrderCancelledInput } from '@shop/contracts/messages/order-cancelled';
import type { ChangedOrder } from '../handlers/change-order.ts';

/** The message that tells of a cancelled order. */
export function orderCancelled(
  { order: { orderId, transactionId, customer, lines, totals }, at }: ChangedOrder,
  cause: Pick<OrderCancelledInput, 'reason' | 'explanation'>,
): { readonly key: string; readonly value: OrderCancelledInput } {
  return { key: orderId, value: { orderId, transactionId, cancelledAt: at, ...cause, customer, lines, totals } };
}
