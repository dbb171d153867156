import type { Sql } from '../../core/database.ts';
import { headerBytes } from '../../core/header-text.ts';
import { type JsonRegistry, jsonRegistry } from '../../core/testing/json-registry.ts';
import { orderConfirmed, orderPlaced, ordersApplication, stockChanged } from '../../core/testing/orders-application.ts';
import type { RecordPosition, Transport } from '../../core/transport.ts';
import { numberOf, textOf } from '../../database/columns.ts';
import { type Projection, projection } from '../index.ts';

/*
 * A view that joins two topics: what was ordered and confirmed, and what is in stock.
 */

export const tables = `
  create table order_view (id text primary key, total double precision, confirmed integer not null default 0);
  create table stock_view (sku text primary key, quantity integer not null)`;

/** Counts, so that an event that is applied twice shows. */
export const ordersView: Projection = projection({
  name: 'orders',
  version: 1,
  tables,
  from: ordersApplication,
  handlers: {
    orderPlaced: async ({ value }, { tx }) => {
      await tx.query(
        `insert into order_view (id, total) values ($1, $2)
         on conflict (id) do update set total = coalesce(order_view.total, 0) + excluded.total`,
        [value.order, value.total],
      );
    },
    orderConfirmed: async ({ value }, { tx }) => {
      await tx.query(
        `insert into order_view (id, confirmed) values ($1, 1)
         on conflict (id) do update set confirmed = order_view.confirmed + 1`,
        [value.order],
      );
    },
    stockChanged: async ({ key, value }, { tx }) => {
      if (value === null) await tx.query('delete from stock_view where sku = $1', [key.sku]);
      else {
        await tx.query(
          `insert into stock_view (sku, quantity) values ($1, $2)
           on conflict (sku) do update set quantity = excluded.quantity`,
          [key.sku, value.quantity],
        );
      }
    },
  },
});

export type OrderEvent =
  | { readonly placed: string; readonly total: number }
  | { readonly confirmed: string }
  | { readonly stock: string; readonly quantity: number | null };

/** The view as JavaScript folds it. */
export interface FoldedView {
  readonly orders: Readonly<Record<string, { readonly total: number | null; readonly confirmed: number }>>;
  readonly stock: Readonly<Record<string, number>>;
}

export function fold(events: readonly OrderEvent[]): FoldedView {
  const orders: Record<string, { total: number | null; confirmed: number }> = {};
  const stock: Record<string, number> = {};
  for (const event of events) {
    if ('stock' in event) {
      if (event.quantity === null) delete stock[event.stock];
      else stock[event.stock] = event.quantity;
      continue;
    }
    const id = 'placed' in event ? event.placed : event.confirmed;
    const order = orders[id] ?? { total: null, confirmed: 0 };
    orders[id] = order;
    if ('placed' in event) order.total = (order.total ?? 0) + event.total;
    else order.confirmed += 1;
  }
  return { orders, stock };
}

export async function readView(tx: Sql): Promise<FoldedView> {
  const orders = await tx.query('select id, total, confirmed from order_view');
  const stock = await tx.query('select sku, quantity from stock_view');
  return {
    orders: Object.fromEntries(
      orders.map((row) => [
        textOf(row, 'id'),
        { total: row['total'] === null ? null : numberOf(row, 'total'), confirmed: numberOf(row, 'confirmed') },
      ]),
    ),
    stock: Object.fromEntries(stock.map((row) => [textOf(row, 'sku'), numberOf(row, 'quantity')])),
  };
}

export interface Publishing {
  readonly registry: JsonRegistry;
  /** Publishes events under these ids; a second time as a relay does that died before it knew. */
  publish(events: readonly { readonly id: string; readonly event: OrderEvent }[]): Promise<readonly RecordPosition[]>;
}

export function publishing(transport: Transport): Publishing {
  const registry = jsonRegistry();
  const recordOf = (id: string, event: OrderEvent) => {
    const headers = (type: string) =>
      new Map([
        ['ce_id', headerBytes(id)],
        ['ce_type', headerBytes(type)],
        ['ce_source', headerBytes('/test')],
        ['ce_time', headerBytes('2026-01-01T00:00:00.000Z')],
        ['ce_specversion', headerBytes('1.0')],
        ['sales_channel', headerBytes('web')],
      ]);
    if ('stock' in event) {
      const value = event.quantity === null ? null : registry.bytesOf(stockChanged.value, { quantity: event.quantity });
      const key = registry.bytesOf(stockChanged.key, { sku: event.stock });
      return { topic: 'shop.stock', key, value, headers: headers(stockChanged.type) };
    }
    const message = 'placed' in event ? orderPlaced : orderConfirmed;
    const order = 'placed' in event ? event.placed : event.confirmed;
    const value = registry.bytesOf(message.value, 'placed' in event ? { order, total: event.total } : { order });
    const key = registry.bytesOf(message.key, order);
    return { topic: 'shop.orders', key, value, headers: headers(message.type) };
  };
  return {
    registry,
    publish: (events) => transport.publish(events.map(({ id, event }) => recordOf(id, event))),
  };
}
