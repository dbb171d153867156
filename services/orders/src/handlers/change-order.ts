import { fatal } from '@eventwright/runtime';
import { applyOnce } from '@eventwright/runtime/postgres';
import { lockOrder, saveStatus } from '../adapters/order-store.ts';
import type { Order } from '../domain/order.ts';
import type { Environment } from '../environment.ts';

export interface ChangedOrder {
  readonly order: Order;
  /** When the change was decided. */
  readonly at: Date;
}

/**
 * Lets `decide` change an order, once for each event: on redelivery it returns what was decided the first time.
 * Undefined where the event changed nothing. An event about an order that this service never took in is a dead letter:
 * all of them follow from an event of its own.
 */
export function changeOrder(
  { database, now }: Environment,
  { eventId, orderId }: { readonly eventId: string; readonly orderId: string },
  decide: (order: Order) => Order | undefined,
): Promise<ChangedOrder | undefined> {
  return database.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (order === undefined) throw fatal(`order ${orderId} was never taken in`);
    const changedAt = await applyOnce(tx, { consumer: 'orders', eventId }, async () => {
      const changed = decide(order);
      if (changed === undefined) return null;
      await saveStatus(tx, changed);
      return now().toISOString();
    });
    return changedAt === null ? undefined : { order, at: new Date(changedAt) };
  });
}
