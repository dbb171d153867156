import type { Order } from './order.ts';

/**
 * A temporary order whose payment is authorised becomes binding. Undefined where that changes nothing: a cancelled order
 * stays cancelled, and payments refunds it on its own.
 */
export function confirmOrder(order: Order): Order | undefined {
  return order.status === 'temporary' ? { ...order, status: 'confirmed' } : undefined;
}
