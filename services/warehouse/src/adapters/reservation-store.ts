import { integerOf, type Sql, textOf } from '@eventwright/runtime/postgres';
import type { ReservationStatus } from '../domain/settle-reservation.ts';
import type { Quantity } from '../domain/stock-level.ts';

export async function insertReservation(
  tx: Sql,
  { orderId, reservationId }: { readonly orderId: string; readonly reservationId: string },
  quantities: readonly Quantity[],
): Promise<void> {
  await tx.query(`insert into reservation (order_id, reservation_id, status) values ($1, $2, 'open')`, [
    orderId,
    reservationId,
  ]);
  for (const { sku, quantity } of quantities) {
    await tx.query('insert into reservation_line (order_id, sku, quantity) values ($1, $2, $3)', [
      orderId,
      sku,
      quantity,
    ]);
  }
}

/**
 * Ends the order's reservation and returns what it held. Undefined where there is none that is open: of a dispatch and a
 * cancellation at the same moment, only one gets it.
 */
export async function settleReservation(
  tx: Sql,
  orderId: string,
  status: Exclude<ReservationStatus, 'open'>,
): Promise<readonly Quantity[] | undefined> {
  const settled = await tx.query(
    `update reservation set status = $2 where order_id = $1 and status = 'open' returning order_id`,
    [orderId, status],
  );
  if (settled.length === 0) return undefined;
  const lines = await tx.query('select sku, quantity from reservation_line where order_id = $1 order by sku', [
    orderId,
  ]);
  return lines.map((row) => ({ sku: textOf(row, 'sku'), quantity: integerOf(row, 'quantity') }));
}
