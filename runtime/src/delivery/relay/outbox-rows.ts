import type { Row, Sql } from '../../core/database.ts';
import type { OutgoingRecord } from '../../core/transport.ts';
import { bigintOf, bytesOf, integerOf, jsonOf, nullable, textOf } from '../../database/columns.ts';
import { headersFromJson } from '../header-json.ts';
import { describeError } from '../stored-text.ts';
import type { Moment } from './horizon.ts';
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
  /** Rows up to this number are not read. */
  readonly after: bigint;
}

/** How much is read of one shard at a time. */
export const batchLimit = { rows: 500, bytes: 2_000_000 } as const;

/** What the turns of a relay need of their transaction: nothing lost that would not be done again, no scan of the table. */
export async function prepareTurn(tx: Sql): Promise<void> {
  await tx.execute('set local synchronous_commit = off; set local enable_seqscan = off; set local jit = off');
}

/** Of rows `b`, those whose topic is not paused and whose key is not held. @param paused Parameter with the topics. */
const isFree = (paused: string): string => `b.topic <> all (${paused}::text[]) and not exists (
  select from eventwright_outbox_dead d where d.holds_key and d.topic = b.topic and d.key = b.key)`;

export interface Reading {
  readonly from: readonly ReadFrom[];
  /** Topics whose rows are passed over. */
  readonly paused: readonly string[];
}

/** The next rows of shards, as far as the leases still count, in the order of their numbers. */
export async function readRows(
  tx: Sql,
  { owner, from, paused }: Reading & { readonly owner: string },
): Promise<readonly OutboxRow[]> {
  if (from.length === 0) return [];
  const rows = await tx.query(
    `select s.shard, o.seq, o.topic, o.key, o.value, o.headers
     from unnest($1::smallint[], $2::bigint[], $3::bigint[]) s(shard, epoch, after)
     join eventwright_relay_lease l
       on l.shard = s.shard and l.owner = $4 and l.epoch = s.epoch and l.expires_at > clock_timestamp()
     cross join lateral (
       select n.*, sum(n.bytes) over (order by n.seq) - n.bytes as before from (
         select b.seq, b.topic, b.key, b.value, b.headers,
           coalesce(octet_length(b.value), 0) + coalesce(octet_length(b.key), 0) + 500 as bytes
         from eventwright_outbox b
         where b.shard = s.shard and b.seq > s.after and ${isFree('$5')}
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
    ],
  );
  return rows.map(outboxRowOf);
}

/** How far the outbox is complete, and where its shards begin. */
export interface OutboxState extends Moment {
  /** The first rows that are read from where they are read, by shard. */
  readonly firsts: ReadonlyMap<number, bigint>;
}

/**
 * The transaction's own number is what had not begun before: the snapshot's `xmax` is only above those that have ended,
 * and the last one that is under way may have it.
 */
export async function readOutboxState(tx: Sql, { from, paused }: Reading): Promise<OutboxState> {
  const rows = await tx.query(
    `select m.*, s.shard, (
       select b.seq from eventwright_outbox b
       where b.shard = s.shard and b.seq > s.after and ${isFree('$3')}
       order by b.seq limit 1
     ) as first
     from (
       select case when is_called then last_value else last_value - 1 end as last,
         pg_snapshot_xmin(pg_current_snapshot())::text::bigint as ended,
         pg_current_xact_id()::text::bigint as begun
       from eventwright_outbox_seq_seq
     ) m left join unnest($1::smallint[], $2::bigint[]) s(shard, after) on true`,
    [from.map(({ shard }) => shard), from.map(({ after }) => after), paused],
  );
  const [row = {}] = rows;
  const firsts = rows.flatMap((each): readonly (readonly [number, bigint])[] => {
    const first = nullable(bigintOf)(each, 'first');
    return first === null ? [] : [[integerOf(each, 'shard'), first]];
  });
  return {
    last: bigintOf(row, 'last'),
    ended: bigintOf(row, 'ended'),
    begun: bigintOf(row, 'begun'),
    firsts: new Map(firsts),
  };
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
