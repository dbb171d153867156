import type { Order } from './order.ts';

/** A temporary order whose payment was declined ends. Undefined where it has ended already. */
export function rejectOrder(order: Order): Order | undefined {
  return order.status === 'temporary' ? { ...order, status: 'rejected' } : undefined;
}
