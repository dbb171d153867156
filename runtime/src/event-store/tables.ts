import type { Migration } from '../database/migrate.ts';

/** The first number of the advisory locks of streams; the second is the stream's hash. */
const streamLock = 1_163_284_311;

/**
 * Events, in the order `(tx, pos)`. `tx` is the transaction that appended the event, or that of the event before it in its
 * stream where that is later: a transaction that began early may append late, and its event must not come before those
 * that it follows. Nothing can be added at or before a `tx` that all transactions have ended of, which is the gate that
 * subscriptions read behind.
 *
 * A single event, the most frequent case, goes a short way.
 *
 * Values are Avro, framed with the number of their schema in `eventwright_event_schema`, so that the store can be read
 * for as long as it exists, whatever becomes of a registry.
 */
export const eventTables: Migration = {
  id: 'eventwright-event-store-1',
  sql: `
    create table eventwright_event_schema (
      id integer generated always as identity primary key,
      avro text not null,
      at timestamptz not null default clock_timestamp()
    );
    create unique index eventwright_event_schema_text on eventwright_event_schema (md5(avro));

    create table eventwright_event (
      stream text not null,
      version integer not null,
      tx xid8 not null,
      pos bigint generated always as identity,
      event_id text not null unique,
      type text not null,
      value bytea not null,
      time timestamptz not null,
      correlation_id text not null,
      causation_id text,
      recorded_at timestamptz not null default clock_timestamp(),
      primary key (stream, version)
    );
    create index eventwright_event_order on eventwright_event (tx, pos);

    create table eventwright_event_snapshot (
      stream text not null,
      aggregate text not null,
      evolve_version integer not null,
      version integer not null,
      state jsonb not null,
      at timestamptz not null default clock_timestamp(),
      primary key (stream, aggregate)
    );

    create table eventwright_event_subscription (
      name text primary key,
      tx xid8 not null default '0',
      pos bigint not null default 0,
      at timestamptz not null default clock_timestamp()
    );

    create function eventwright_append(
      in_stream text, in_expected integer, in_ids text[], in_types text[], in_values bytea[], in_times timestamptz[],
      in_correlations text[], in_causations text[]
    ) returns table (actual integer, last_tx text, last_pos bigint)
    language plpgsql set plan_cache_mode to force_generic_plan as $append$
    declare
      own xid8 := pg_current_xact_id();
      before_version integer;
      before_tx xid8;
    begin
      perform pg_advisory_xact_lock(${streamLock}, hashtext(in_stream));
      select e.version, e.tx into before_version, before_tx
      from eventwright_event e where e.stream = in_stream order by e.version desc limit 1;
      before_version := coalesce(before_version, 0);
      if in_expected is not null and in_expected <> before_version then
        return query select before_version, null::text, null::bigint;
        return;
      end if;
      own := greatest(own, before_tx);
      if cardinality(in_ids) = 1 then
        insert into eventwright_event (stream, version, tx, event_id, type, value, time, correlation_id, causation_id)
        values (in_stream, before_version + 1, own, in_ids[1], in_types[1], in_values[1], in_times[1],
          in_correlations[1], in_causations[1])
        returning before_version, own::text, pos into actual, last_tx, last_pos;
        return next;
        return;
      end if;
      return query
        with added as (
          insert into eventwright_event (stream, version, tx, event_id, type, value, time, correlation_id, causation_id)
          select in_stream, before_version + a.n::integer, own, a.id, a.type, a.value, a.time, a.correlation, a.causation
          from unnest(in_ids, in_types, in_values, in_times, in_correlations, in_causations)
            with ordinality a(id, type, value, time, correlation, causation, n)
          order by a.n
          returning pos
        )
        select before_version, own::text, max(a.pos) from added a;
    end $append$`,
};
