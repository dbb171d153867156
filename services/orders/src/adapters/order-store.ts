import { jsonOf, type Sql, textOf } from '@eventwright/runtime/postgres';
import type { Order, OrderStatus } from '../domain/order.ts';
import { parseDetails, printDetails } from './order-details.ts';

const statuses: readonly OrderStatus[] = ['temporary', 'confirmed', 'dispatched', 'delivered', 'rejected', 'cancelled'];

/** Stores a new order. False where the order is there already: then nothing changes. */
export async function insertOrder(tx: Sql, order: Order): Promise<boolean> {
  const inserted = await tx.query(
    `insert into customer_order (order_id, transaction_id, status, details) values ($1, $2, $3, $4)
     on conflict do nothing returning order_id`,
    [order.orderId, order.transactionId, order.status, printDetails(order)],
  );
  return inserted.length > 0;
}

/** Reads the order and keeps it for this transaction. Undefined where there is none. */
export async function lockOrder(tx: Sql, orderId: string): Promise<Order | undefined> {
  const [row] = await tx.query(
    'select order_id, transaction_id, status, details from customer_order where order_id = $1 for update',
    [orderId],
  );
  if (row === undefined) return undefined;
  return {
    orderId: textOf(row, 'order_id'),
    transactionId: textOf(row, 'transaction_id'),
    status: parseStatus(textOf(row, 'status')),
    ...parseDetails(jsonOf(row, 'details')),
  };
}

export async function saveStatus(tx: Sql, { orderId, status }: Order): Promise<void> {
  await tx.query('update customer_order set status = $2 where order_id = $1', [orderId, status]);
}

function parseStatus(text: string): OrderStatus {
  const status = statuses.find((known) => known === text);
  if (status === undefined) throw new TypeError(`"${text}" is no status of an order`);
  return status;
}
