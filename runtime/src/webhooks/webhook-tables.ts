import type { Migration } from '../database/migrate.ts';

/**
 * A delivery is one event on its way to one endpoint. `due_at` of one that is being made lies in the future, so that
 * nobody else makes it, and it is made again where its process has died.
 */
export const webhookTables: Migration = {
  id: 'eventwright-webhook-tables-1',
  sql: `
    create table eventwright_webhook (
      id text primary key,
      subscriber text not null references eventwright_subscriber (id),
      url text not null,
      events text[] not null,
      secret text not null,
      old_secret text,
      old_secret_until timestamptz,
      state text not null default 'active' check (state in ('active', 'disabled')),
      reason text check (reason in ('owner', 'gone', 'exhausted')),
      next_position bigint not null,
      failing boolean not null default false,
      delivered bigint not null default 0,
      missed bigint not null default 0,
      last_error text,
      last_failed_at timestamptz,
      last_delivered_at timestamptz,
      created_at timestamptz not null default clock_timestamp(),
      check ((reason is not null) = (state = 'disabled'))
    ) with (fillfactor = 70);
    create index eventwright_webhook_subscriber on eventwright_webhook (subscriber);

    create table eventwright_webhook_delivery (
      endpoint text not null references eventwright_webhook (id) on delete cascade,
      position bigint not null,
      name text not null,
      ordering text not null,
      state text not null default 'waiting' check (state in ('waiting', 'delivered')),
      attempts integer not null default 0,
      due_at timestamptz not null default clock_timestamp(),
      last_error text,
      delivered_at timestamptz,
      primary key (endpoint, position),
      check ((delivered_at is not null) = (state = 'delivered'))
    ) with (fillfactor = 70);
    create index eventwright_webhook_delivery_key on eventwright_webhook_delivery (endpoint, ordering, position)
      where state = 'waiting';
    create index eventwright_webhook_delivery_due on eventwright_webhook_delivery (endpoint, due_at)
      where state = 'waiting';
    create index eventwright_webhook_delivery_age on eventwright_webhook_delivery (delivered_at)
      where state = 'delivered'`,
};
