import { dateOf, jsonOf, nullable, type Row, type Sql, textOf } from '@eventwright/runtime/postgres';
import type { OrderPlacedInput } from '@shop/contracts/messages/order-placed';
import type { Customer } from '@shop/contracts/schemas/shop/common/customer.v1';
import { z } from 'zod';
import { type OrderStep, orderSteps } from '../domain/order-status.ts';

/** What customers see of what they ordered. It never changes. */
export type OrderDetails = Pick<OrderPlacedInput, 'customer' | 'lines' | 'totals' | 'shippingAddress'>;

/** A step of an order, as an event told it. */
export interface StepTaken {
  readonly step: OrderStep;
  readonly at: Date;
  readonly note: string | null;
}

export interface OrderView {
  readonly orderId: string;
  readonly placedAt: Date;
  /** `OrderDetails` in JSON, amounts as text. */
  readonly details: unknown;
  /** Oldest first. */
  readonly steps: readonly StepTaken[];
}

const stepName = z.enum(orderSteps);
const detailsWithCustomer = z.object({
  customer: z.object({
    customerId: z.string(),
    name: z.string(),
    email: z.string(),
    phone: z.string().nullable(),
    locale: z.string(),
  }),
});

/** Keeps what was ordered; a second time changes nothing. */
export async function insertOrderView(
  tx: Sql,
  order: { readonly orderId: string; readonly placedAt: Date } & OrderDetails,
): Promise<void> {
  const { orderId, placedAt, customer, lines, totals, shippingAddress } = order;
  await tx.query('insert into order_view (order_id, placed_at, details) values ($1, $2, $3) on conflict do nothing', [
    orderId,
    placedAt,
    JSON.stringify({ customer, lines, totals, shippingAddress }),
  ]);
}

/** Adds a step, once for each event. */
export async function insertStep(
  tx: Sql,
  { orderId, eventId }: { readonly orderId: string; readonly eventId: string },
  { step, at, note }: StepTaken,
): Promise<void> {
  await tx.query(
    'insert into order_step (order_id, event_id, step, at, note) values ($1, $2, $3, $4, $5) on conflict do nothing',
    [orderId, eventId, step, at, note],
  );
}

export async function findOrderView(tx: Sql, orderId: string): Promise<OrderView | undefined> {
  const [row] = await tx.query('select order_id, placed_at, details from order_view where order_id = $1', [orderId]);
  return row === undefined ? undefined : viewOf(tx, row);
}

/** The newest orders, newest first. */
export async function newestOrderViews(tx: Sql, limit: number): Promise<readonly OrderView[]> {
  const rows = await tx.query(
    'select order_id, placed_at, details from order_view order by placed_at desc, order_id limit $1',
    [limit],
  );
  const views: OrderView[] = [];
  for (const row of rows) views.push(await viewOf(tx, row));
  return views;
}

export function customerOf({ details }: OrderView): Customer {
  return detailsWithCustomer.parse(details).customer;
}

async function viewOf(tx: Sql, row: Row): Promise<OrderView> {
  const orderId = textOf(row, 'order_id');
  const steps = await tx.query('select step, at, note from order_step where order_id = $1 order by at, step', [
    orderId,
  ]);
  return { orderId, placedAt: dateOf(row, 'placed_at'), details: jsonOf(row, 'details'), steps: steps.map(stepOf) };
}

function stepOf(row: Row): StepTaken {
  return {
    step: stepName.parse(textOf(row, 'step')),
    at: dateOf(row, 'at'),
    note: nullable(textOf)(row, 'note'),
  };
}
