import type { Migration } from '@eventwright/runtime/postgres';

export const migrations: readonly Migration[] = [
  {
    id: 'notifications-1',
    sql: `
      create table email (
        email_id uuid primary key,
        order_id uuid not null,
        recipient text not null,
        subject text not null,
        about text not null,
        about_event_id text not null unique,
        sent_at timestamptz not null
      )`,
  },
];
