import type { Migration } from '@eventwright/runtime/postgres';

export const migrations: readonly Migration[] = [
  {
    id: 'orders-1',
    sql: `
      create table customer_order (
        order_id uuid primary key,
        transaction_id uuid not null,
        status text not null,
        details jsonb not null,
        taken_at timestamptz not null default now()
      )`,
  },
];
