import type { Migration } from '@eventwright/runtime/postgres';

export const migrations: readonly Migration[] = [
  {
    id: 'shipping-1',
    sql: `
      create table parcel (
        parcel_id uuid primary key,
        order_id uuid not null unique,
        carrier text not null,
        tracking_number text not null,
        estimated_delivery text not null,
        handed_over_at timestamptz not null
      )`,
  },
];
