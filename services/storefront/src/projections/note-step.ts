import type { ReceivedEvent } from '@eventwright/runtime';
import type { Sql } from '@eventwright/runtime/postgres';
import { insertStep } from '../adapters/order-view-store.ts';
import type { OrderStep } from '../domain/order-status.ts';

/** Makes the handler that adds a step to the history of an order; `describe` says more about it. */
export function noteStep<Value extends { readonly orderId: string }>(
  step: OrderStep,
  describe: (value: Value) => string | null = () => null,
) {
  return (
    { id, time, value }: Pick<ReceivedEvent<Value, string, object>, 'id' | 'time' | 'value'>,
    { tx }: { readonly tx: Sql },
  ): Promise<void> =>
    insertStep(tx, { orderId: value.orderId, eventId: id }, { step, at: time, note: describe(value) });
}
