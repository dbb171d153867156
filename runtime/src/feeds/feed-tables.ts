import type { Migration } from '../database/migrate.ts';

/**
 * Events wait in `arrival` until they are numbered; from then on they never change. The secret authenticates cursors:
 * two random UUIDs, 244 bits of the server's strong random source.
 */
export const feedTables: Migration = {
  id: 'eventwright-feed-tables-1',
  sql: `
    create table eventwright_feed_arrival (
      seq bigint generated always as identity primary key,
      event_id text not null,
      name text not null,
      ordering text not null,
      happened_at timestamptz not null,
      body text not null
    ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);

    create table eventwright_feed (
      position bigint primary key,
      event_id text not null,
      name text not null,
      ordering text not null,
      happened_at timestamptz not null,
      added_at timestamptz not null default clock_timestamp(),
      body text not null
    );
    create index eventwright_feed_age on eventwright_feed (added_at);

    create table eventwright_feed_state (
      one boolean primary key default true check (one),
      first_position bigint not null default 1,
      last_position bigint not null default 0,
      secret bytea not null
    ) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
    insert into eventwright_feed_state (secret)
      values (decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'))`,
};

export const subscriberTables: Migration = {
  id: 'eventwright-subscriber-tables-1',
  sql: `
    create table eventwright_subscriber (
      id text primary key,
      name text not null,
      events text[] not null,
      token_hash bytea not null,
      created_at timestamptz not null default clock_timestamp(),
      revoked_at timestamptz
    )`,
};
