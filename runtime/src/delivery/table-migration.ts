import type { Migration } from '../database/migrate.ts';

/**
 * The tables of delivery. Times of the log (`log_time`) are milliseconds since the epoch, as records have them; all other
 * times are the database's own.
 *
 * Rows of the outbox live for milliseconds: values are not compressed, and vacuum comes often and unthrottled.
 */
export const tableMigration: Migration = {
  id: 'eventwright-delivery-tables-1',
  sql: `
    create table eventwright_outbox (
      shard smallint not null,
      seq bigint generated always as identity,
      event_id text,
      topic text not null,
      key bytea,
      value bytea,
      headers json not null,
      created_at timestamptz not null default clock_timestamp(),
      primary key (shard, seq)
    ) with (
      autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0,
      toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 1000,
      toast.autovacuum_vacuum_cost_delay = 0
    );
    alter table eventwright_outbox alter column value set storage external;

    create table eventwright_outbox_dead (
      seq bigint primary key,
      shard smallint not null,
      event_id text,
      topic text not null,
      key bytea,
      value bytea,
      headers json not null,
      created_at timestamptz not null,
      holds_key boolean not null,
      error text not null,
      dead_at timestamptz not null default clock_timestamp()
    );
    create index eventwright_outbox_dead_holding on eventwright_outbox_dead (topic) where holds_key;

    create table eventwright_relay (
      owner uuid primary key,
      expires_at timestamptz not null
    );
    create table eventwright_relay_lease (
      shard smallint primary key,
      owner uuid,
      epoch bigint not null default 0,
      expires_at timestamptz
    );
    insert into eventwright_relay_lease (shard) select generate_series(0, 15);

    create table eventwright_inbox (
      consumer text not null,
      event_id text not null,
      topic text not null,
      partition integer not null,
      off bigint not null,
      log_time bigint not null,
      primary key (consumer, event_id)
    );
    create index eventwright_inbox_age on eventwright_inbox (consumer, topic, partition, log_time);

    create table eventwright_position (
      consumer text not null,
      topic text not null,
      partition integer not null,
      lane smallint not null,
      next_off bigint not null,
      log_time bigint,
      passed_off bigint not null default 0,
      passed_time bigint,
      primary key (consumer, topic, partition, lane)
    ) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

    create table eventwright_parked (
      consumer text not null,
      topic text not null,
      partition integer not null,
      off bigint not null,
      lane smallint not null,
      event_id text not null,
      key bytea,
      value bytea,
      headers json not null,
      log_time bigint not null,
      state text not null check (state in ('waiting', 'behind', 'dead')),
      due_at timestamptz check ((due_at is not null) = (state = 'waiting')),
      attempts integer not null,
      failures integer not null,
      first_failed_at timestamptz,
      error_class text,
      error text,
      parked_at timestamptz not null default clock_timestamp(),
      primary key (consumer, topic, partition, off)
    );
    create index eventwright_parked_head on eventwright_parked (consumer, topic, partition, lane)
      where state <> 'behind';
    create index eventwright_parked_due on eventwright_parked (consumer, topic, partition, due_at)
      where state = 'waiting';
    create index eventwright_parked_key on eventwright_parked (consumer, topic, partition, md5(key), off);
    create index eventwright_parked_event on eventwright_parked (consumer, event_id);

    create view eventwright_outbox_debezium as
      select event_id as id, topic as aggregatetype, key as aggregateid,
        coalesce(headers ->> 'ce_type', topic) as type, value as payload, headers, created_at
      from eventwright_outbox`,
};
