import type { Migration } from '../database/migrate.ts';
import { orderLock } from './shards.ts';

/**
 * What takes several statements is done in one round trip. Each statement of a function sees what was committed before
 * it: the verdicts know what a transaction left that held the lane before.
 */
export const functionMigration: Migration = {
  id: 'eventwright-delivery-functions-1',
  sql: `
    ${admitFunction()}
    ${enqueueFunction()}
    ${renewFunction()}`,
};

/**
 * One letter for each arrival. Asked: \`c\` claims, \`s\` only settles, \`o\` is too old, \`r\` was replayed for this consumer.
 * Answered: \`n\` new, \`d\` duplicate, \`p\` behind a parked key, \`f\` has freed the parked key that it held, \`o\` too old,
 * \`x\` settled though never seen: the topic is another one of the same name.
 *
 * A single record that is nothing special, the most frequent case, goes a short way.
 */
function admitFunction(): string {
  return `
    create function eventwright_admit(
      in_consumer text, in_topic text, in_partition integer, in_lane integer, in_asked text,
      in_offs bigint[], in_times bigint[], in_ids text[], in_keys bytea[], in_next bigint, in_latest bigint
    ) returns text language plpgsql set plan_cache_mode to force_generic_plan as $admit$
    declare
      passed bigint;
      passed_at bigint;
      freed text[] := '{}';
      parking boolean;
      answers text;
    begin
      loop
        update eventwright_position p
        set passed_off = p.next_off, passed_time = p.log_time,
          next_off = greatest(p.next_off, in_next), log_time = greatest(p.log_time, in_latest)
        where p.consumer = in_consumer and p.topic = in_topic and p.partition = in_partition and p.lane = in_lane
        returning p.passed_off, p.passed_time into passed, passed_at;
        exit when found;
        passed := 0;
        insert into eventwright_position (consumer, topic, partition, lane, next_off, log_time)
        values (in_consumer, in_topic, in_partition, in_lane, in_next, in_latest)
        on conflict do nothing;
        exit when found;
      end loop;

      parking := exists (
        select from eventwright_parked p
        where p.consumer = in_consumer and p.topic = in_topic and p.partition = in_partition and p.lane = in_lane
          and p.state <> 'behind');

      if in_asked = 'c' and not parking and in_offs[1] >= passed then
        insert into eventwright_inbox (consumer, event_id, topic, partition, off, log_time)
        values (in_consumer, in_ids[1], in_topic, in_partition, in_offs[1], in_times[1])
        on conflict do nothing;
        return case when found then 'n' else 'd' end;
      end if;

      if strpos(in_asked, 'r') > 0 then
        with replayed as (
          select a.id from unnest(in_offs, in_ids) with ordinality a(off, id, n)
          where a.off >= passed and substr(in_asked, a.n::integer, 1) = 'r'
        ), due as (
          update eventwright_parked p set state = 'waiting', due_at = clock_timestamp(), failures = 0
          from replayed r
          where p.consumer = in_consumer and p.topic = in_topic and p.event_id = r.id and p.state = 'dead'
          returning p.event_id
        )
        select coalesce(array_agg(d.event_id), '{}') from due d into freed;
      end if;

      with arrival as materialized (
        select a.n, a.off, a.log_time, a.id, substr(in_asked, a.n::integer, 1) as asked,
          parking and a.key is not null and exists (
            select from eventwright_parked p
            where p.consumer = in_consumer and p.topic = in_topic and p.partition = in_partition
              and md5(p.key) = md5(a.key) and p.key = a.key) as behind
        from unnest(in_offs, in_times, in_ids, in_keys) with ordinality a(off, log_time, id, key, n)
      ), claimed as (
        insert into eventwright_inbox (consumer, event_id, topic, partition, off, log_time)
        select in_consumer, a.id, in_topic, in_partition, a.off, a.log_time from arrival a
        where a.off >= passed and a.asked in ('c', 'r') and not a.behind and a.id <> all (freed)
        order by a.n
        on conflict do nothing
        returning off
      )
      select string_agg(
        case
          when a.off < passed then case when a.log_time > passed_at then 'x' else 'd' end
          when a.asked = 's' then 'n'
          when a.id = any (freed) then 'f'
          when exists (select from claimed c where c.off = a.off) then 'n'
          when a.asked <> 'o' and not a.behind then 'd'
          when exists (
            select from eventwright_inbox i where i.consumer = in_consumer and i.event_id = a.id) then 'd'
          when a.asked = 'o' then 'o'
          else 'p'
        end, '' order by a.n)
      from arrival a into answers;
      return answers;
    end $admit$;`;
}

/**
 * Locks in one order everywhere: the shards first, then the keys. A writer of many keys takes whole shards, which the
 * writers of single keys share, so that no transaction fills the table of locks. The number of a row is drawn under its
 * lock, and after the transaction has its own number, by which the relay knows when nothing can come late any more.
 */
function enqueueFunction(): string {
  return `
    create function eventwright_enqueue(
      in_shards integer[], in_whole boolean, in_hashes integer[], in_rows_shards integer[],
      in_ids text[], in_topics text[], in_keys bytea[], in_values bytea[], in_headers json[]
    ) returns void language plpgsql set plan_cache_mode to force_generic_plan as $enqueue$
    declare
      number integer;
    begin
      perform pg_current_xact_id();
      foreach number in array in_shards loop
        if in_whole then
          perform pg_advisory_xact_lock(${orderLock.shard}, number);
        else
          perform pg_advisory_xact_lock_shared(${orderLock.shard}, number);
        end if;
      end loop;
      foreach number in array in_hashes loop
        perform pg_advisory_xact_lock(${orderLock.key}, number);
      end loop;
      insert into eventwright_outbox (shard, event_id, topic, key, value, headers)
      select a.shard, a.id, a.topic, a.key, a.value, a.headers
      from unnest(in_rows_shards, in_ids, in_topics, in_keys, in_values, in_headers)
        with ordinality a(shard, id, topic, key, value, headers, n)
      order by a.n;
    end $enqueue$;`;
}

/** Keeps a relay's leases, gives back those that it names, and takes free ones up to its fair share. */
function renewFunction(): string {
  return `
    create function eventwright_renew(in_owner uuid, in_milliseconds integer, in_release integer[])
    returns table (held_shard integer, held_epoch bigint, relays integer) language plpgsql as $renew$
    declare
      until timestamptz := clock_timestamp() + in_milliseconds * interval '1 millisecond';
      members integer;
      held integer;
    begin
      insert into eventwright_relay as r (owner, expires_at) values (in_owner, until)
      on conflict (owner) do update set expires_at = excluded.expires_at;
      delete from eventwright_relay r where r.owner in (
        select g.owner from eventwright_relay g where g.expires_at < clock_timestamp() for update skip locked);
      select count(*) from eventwright_relay into members;
      update eventwright_relay_lease l set owner = null, expires_at = null
      where l.owner = in_owner and l.shard = any (in_release);
      update eventwright_relay_lease l set expires_at = until
      where l.owner = in_owner and l.expires_at > clock_timestamp();
      get diagnostics held = row_count;
      update eventwright_relay_lease l set owner = in_owner, epoch = l.epoch + 1, expires_at = until
      where l.shard in (
        select f.shard from eventwright_relay_lease f
        where f.owner is null or f.expires_at <= clock_timestamp()
        limit greatest(0, ceil(16.0 / members)::integer - held) for update skip locked);
      return query
        select l.shard::integer, l.epoch, members from eventwright_relay_lease l
        where l.owner = in_owner and l.expires_at > clock_timestamp() order by l.shard;
    end $renew$;`;
}
