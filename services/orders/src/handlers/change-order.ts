import { fatal } from '@eventwright/runtime';
import type { Sql } from '@eventwright/runtime/postgres';
import { lockOrder, saveStatus } from '../adapters/order-store.ts';
import type { Order } from '../domain/order.ts';

/**
 * Lets `decide` change an order and returns it, as it was before. Undefined where the event changes nothing. An event
 * about an order that this service never took in is a dead letter: all of them follow from an event of its own.
 */
export async function changeOrder(
  tx: Sql,
  orderId: string,
  decide: (order: Order) => Order | undefined,
): Promise<Order | undefined> {
  const order = await lockOrder(tx, orderId);
  if (order === undefined) throw fatal(`order ${orderId} was never taken in`);
  const changed = decide(order);
  if (changed === undefined) return undefined;
  await saveStatus(tx, changed);
  return order;
}
