import { customerOf, findOrderView } from '../adapters/order-view-store.ts';
import { canAskToCancel, type OrderStep, statusOf } from '../domain/order-status.ts';
import type { Environment } from '../environment.ts';

export type CancellationAsked =
  | { readonly kind: 'asked' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'too-late'; readonly status: OrderStep };

/** Asks the orders service to cancel an order. It has the last word. */
export function cancelOrder(
  { transaction, now }: Environment,
  { orderId, reason }: { readonly orderId: string; readonly reason: string | null },
): Promise<CancellationAsked> {
  return transaction(async ({ tx, send }) => {
    const view = await findOrderView(tx, orderId);
    if (view === undefined) return { kind: 'unknown' };
    const status = statusOf(view.steps.map(({ step }) => step)) ?? 'placed';
    if (!canAskToCancel(status)) return { kind: 'too-late', status };
    const value = { orderId, requestedAt: now(), customer: customerOf(view), reason };
    await send.orderCancellationRequested({ key: orderId, value });
    return { kind: 'asked' };
  });
}
