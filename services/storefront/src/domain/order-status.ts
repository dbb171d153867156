/** Every step that an order can take, as customers see it; a later one in this list counts more than those before it. */
export const orderSteps = [
  'placed',
  'received',
  'payment-authorized',
  'payment-declined',
  'confirmed',
  'stock-reserved',
  'stock-short',
  'dispatched',
  'shipped',
  'delivered',
  'rejected',
  'cancelled',
  'refunded',
] as const;

export type OrderStep = (typeof orderSteps)[number];

/**
 * The status of an order from the steps it has taken. Steps come from several topics and may overtake each other, so
 * the farthest one counts, not the newest. Undefined where there are none.
 */
export function statusOf(steps: readonly OrderStep[]): OrderStep | undefined {
  return orderSteps.findLast((step) => steps.includes(step));
}

/** Whether it makes sense to ask for a cancellation. The orders service has the last word. */
export function canAskToCancel(status: OrderStep): boolean {
  return orderSteps.indexOf(status) < orderSteps.indexOf('dispatched') && status !== 'payment-declined';
}
