import type { Order } from './order.ts';

/** Notes that the order left the warehouse. Undefined where a later fact is known already: topics overtake each other. */
export function noteDispatch(order: Order): Order | undefined {
  return order.status === 'confirmed' ? { ...order, status: 'dispatched' } : undefined;
}

/** Completes the order, also where the news of its dispatch is still on its way. */
export function noteDelivery(order: Order): Order | undefined {
  const open = order.status === 'confirmed' || order.status === 'dispatched';
  return open ? { ...order, status: 'delivered' } : undefined;
}
