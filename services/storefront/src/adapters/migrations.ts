import type { Migration } from '@eventwright/runtime/postgres';

export const migrations: readonly Migration[] = [
  {
    id: 'storefront-1',
    sql: `
      create table order_view (
        order_id uuid primary key,
        placed_at timestamptz not null,
        details jsonb not null
      );
      create index order_view_placed_at on order_view (placed_at desc);
      create table order_step (
        order_id uuid not null,
        event_id text not null,
        step text not null,
        at timestamptz not null,
        note text,
        primary key (order_id, event_id)
      );
      create table catalogue_item (
        sku text primary key,
        name text not null,
        description text,
        price_amount numeric(12, 2) not null,
        price_currency text not null
      );
      create table stock_level (
        warehouse text not null,
        sku text not null,
        available bigint not null,
        revision bigint not null,
        primary key (warehouse, sku)
      )`,
  },
  {
    // On sale ahead of its delivery, so the warehouse does not know it yet: an order for it waits until it does.
    id: 'storefront-2-announced-item',
    sql: `
      insert into catalogue_item (sku, name, description, price_amount, price_currency)
      values ('LAMP-AURORA', 'Aurora lamp', 'New this season.', 79.00, 'EUR')`,
  },
  {
    // What customers see is built from the topics from here on, by projections that have tables of these names.
    id: 'storefront-3-projections',
    sql: 'drop table order_view, order_step, catalogue_item, stock_level',
  },
];
