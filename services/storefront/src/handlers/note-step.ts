import type { HandlerContext, ReceivedEvent } from '@eventwright/runtime';
import type { StorefrontSends } from '@shop/contracts/storefront';
import { insertStep } from '../adapters/order-view-store.ts';
import type { OrderStep } from '../domain/order-status.ts';

/** Makes the handler that adds a step to the history of an order; `describe` says more about it. */
export function noteStep<Value extends { readonly orderId: string }>(
  step: OrderStep,
  describe: (value: Value) => string | null = () => null,
) {
  return (
    { id, time, value }: Pick<ReceivedEvent<Value, string, object>, 'id' | 'time' | 'value'>,
    ctx: HandlerContext<StorefrontSends>,
  ): Promise<void> =>
    insertStep(ctx.tx, { orderId: value.orderId, eventId: id }, { step, at: time, note: describe(value) });
}
