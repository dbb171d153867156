import type { Row, Sql } from '../../core/database.ts';
import type { OutgoingRecord } from '../../core/transport.ts';
import { bigintOf, bytesOf, integerOf, jsonOf, nullable, textOf } from '../../database/columns.ts';
import { headersFromJson } from '../header-json.ts';
import { describeError } from '../stored-text.ts';
import type { Lease } from './leases.ts';

/** A row of the outbox, ready to be published. */
export interface OutboxRow {
  readonly shard: number;
  /** Ascends with the commits of one topic and key. */
  readonly seq: bigint;
  readonly record: OutgoingRecord;
}

export type RowPlace = Pick<OutboxRow, 'shard' | 'seq'>;

/** A row that the log will not take. */
export interface RefusedRow extends RowPlace {
  readonly error: unknown;
}

/** Where to read on in a shard. */
export interface ReadFrom extends Lease {
  /** Rows up to this number are passed over. */
  readonly after: bigint;
  /** Unless there are some above this one: what came late, or failed, goes before what follows it under its key. */
  readonly settled: bigint;
}

/** How much is read of one shard at a time. */
export const batchLimit = { rows: 500, bytes: 2_000_000 } as const;

/** What the turns of a relay need of their transaction: nothing lost that would not be done again, no scan of the table. */
export async function prepareTurn(tx: Sql): Promise<void> {
  await tx.execute('set local synchronous_commit = off; set local enable_seqscan = off; set local jit = off');
}

/**
 * The next rows of shards, as far as the leases still count and neither their topic is paused nor their key held, in the
 * order of their numbers.
 */
export async function readRows(
  tx: Sql,
  {
    owner,
    from,
    paused,
  }: { readonly owner: string; readonly from: readonly ReadFrom[]; readonly paused: readonly string[] },
): Promise<readonly OutboxRow[]> {
  if (from.length === 0) return [];
  const rows = await tx.query(
    `select s.shard, o.seq, o.topic, o.key, o.value, o.headers
     from unnest($1::smallint[], $2::bigint[], $3::bigint[], $8::bigint[]) s(shard, epoch, after, settled)
     join eventwright_relay_lease l
       on l.shard = s.shard and l.owner = $4 and l.epoch = s.epoch and l.expires_at > clock_timestamp()
     cross join lateral (
       select case when exists (
         select from eventwright_outbox e
         where e.shard = s.shard and e.seq > s.settled and e.seq <= s.after and e.topic <> all ($5::text[])
           and not exists (
             select from eventwright_outbox_dead d where d.holds_key and d.topic = e.topic and d.key = e.key)
       ) then s.settled else s.after end as start
     ) f
     cross join lateral (
       select n.*, sum(n.bytes) over (order by n.seq) - n.bytes as before from (
         select b.seq, b.topic, b.key, b.value, b.headers,
           coalesce(octet_length(b.value), 0) + coalesce(octet_length(b.key), 0) + 500 as bytes
         from eventwright_outbox b
         where b.shard = s.shard and b.seq > f.start and b.topic <> all ($5::text[]) and not exists (
           select from eventwright_outbox_dead d where d.holds_key and d.topic = b.topic and d.key = b.key)
         order by b.seq limit $6
       ) n
     ) o
     where o.before < $7
     order by s.shard, o.seq`,
    [
      from.map(({ shard }) => shard),
      from.map(({ epoch }) => epoch),
      from.map(({ after }) => after),
      owner,
      paused,
      batchLimit.rows,
      batchLimit.bytes,
      from.map(({ settled }) => settled),
    ],
  );
  return rows.map(outboxRowOf);
}

/** Rows that are in the log. */
export async function deleteRows(tx: Sql, rows: readonly RowPlace[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `delete from eventwright_outbox o using unnest($1::smallint[], $2::bigint[]) a(shard, seq)
     where o.shard = a.shard and o.seq = a.seq`,
    placesOf(rows),
  );
}

/** Sets rows aside that the log will not take. @param holds Whether rows of the same key have to wait behind them. */
export async function setAside(tx: Sql, rows: readonly RefusedRow[], holds: boolean): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `with gone as (
       delete from eventwright_outbox o using unnest($1::smallint[], $2::bigint[], $3::text[]) a(shard, seq, error)
       where o.shard = a.shard and o.seq = a.seq
       returning o.*, a.error
     )
     insert into eventwright_outbox_dead
       (seq, shard, event_id, topic, key, value, headers, created_at, holds_key, error)
     select seq, shard, event_id, topic, key, value, headers, created_at, $4, error from gone`,
    [...placesOf(rows), rows.map(({ error }) => describeError(error).join(': ')), holds],
  );
}

/** How late a row may still appear before the place that was read up to. */
export interface Horizon {
  readonly shard: number;
  /** The first row that is there; undefined where there is none. */
  readonly first: bigint | undefined;
  /** Transactions with lower numbers have ended. */
  readonly ended: bigint;
  /** Transactions that are under way have lower numbers. */
  readonly begun: bigint;
}

/** @param settled Numbers of rows by shard, above which the first row is looked for. */
export async function readHorizons(tx: Sql, settled: readonly RowPlace[]): Promise<readonly Horizon[]> {
  if (settled.length === 0) return [];
  const rows = await tx.query(
    `select s.shard, (
         select o.seq from eventwright_outbox o where o.shard = s.shard and o.seq > s.after order by o.seq limit 1
       ) as first,
       pg_snapshot_xmin(pg_current_snapshot())::text::bigint as ended,
       pg_snapshot_xmax(pg_current_snapshot())::text::bigint as begun
     from unnest($1::smallint[], $2::bigint[]) s(shard, after)`,
    [...placesOf(settled)],
  );
  return rows.map((row) => ({
    shard: integerOf(row, 'shard'),
    first: nullable(bigintOf)(row, 'first') ?? undefined,
    ended: bigintOf(row, 'ended'),
    begun: bigintOf(row, 'begun'),
  }));
}

function placesOf(rows: readonly RowPlace[]): readonly [readonly number[], readonly bigint[]] {
  return [rows.map(({ shard }) => shard), rows.map(({ seq }) => seq)];
}

function outboxRowOf(row: Row): OutboxRow {
  return {
    shard: integerOf(row, 'shard'),
    seq: bigintOf(row, 'seq'),
    record: {
      topic: textOf(row, 'topic'),
      key: nullable(bytesOf)(row, 'key'),
      value: nullable(bytesOf)(row, 'value'),
      headers: headersFromJson(jsonOf(row, 'headers')),
    },
  };
}
