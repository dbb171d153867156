import type { Order } from './order.ts';

/**
 * Gives an order up that is neither dispatched nor ended. Undefined where it is too late. The dispatch may be under way
 * without this service knowing; the parcel is a return then, and the refund stands.
 */
export function cancelOrder(order: Order): Order | undefined {
  return order.status === 'temporary' || order.status === 'confirmed' ? { ...order, status: 'cancelled' } : undefined;
}
