import type { Database, Row } from '../../core/database.ts';
import { bigintOf, booleanOf, bytesOf, dateOf, integerOf, nullable, textOf } from '../../database/columns.ts';
import { lockOrder } from '../enqueue.ts';

/** A record of the outbox that the log refused. */
export interface RefusedRecord {
  /** Names it. */
  readonly seq: bigint;
  readonly topic: string;
  readonly key: Uint8Array | null;
  readonly eventId: string | undefined;
  /** Of its value, in bytes. */
  readonly bytes: number;
  /** Whether later records of its key wait behind it. */
  readonly holdsKey: boolean;
  readonly error: string;
  readonly enqueuedAt: Date;
  readonly refusedAt: Date;
}

/** Oldest first. @param limit Default 100. */
export async function listRefusedRecords(database: Database, limit = 100): Promise<readonly RefusedRecord[]> {
  const rows = await database.transaction((tx) =>
    tx.query(
      `select seq, topic, key, event_id, coalesce(octet_length(value), 0) as bytes, holds_key, error, created_at, dead_at
       from eventwright_outbox_dead order by seq limit $1`,
      [limit],
    ),
  );
  return rows.map(refusedRecordOf);
}

/**
 * Puts a record back into the outbox, as after the limit of its topic was raised; those behind it follow it. False where
 * there is no such record.
 */
export async function giveBackRefusedRecord(database: Database, seq: bigint): Promise<boolean> {
  return letFollow(database, seq, 'back');
}

/** Gives a record up for good; those behind it follow. False where there is no such record. */
export async function discardRefusedRecord(database: Database, seq: bigint): Promise<boolean> {
  return letFollow(database, seq, 'gone');
}

const columns = 'shard, event_id, topic, key, value, headers, created_at';

/**
 * Takes a record from those that were refused, and what follows it under its key to the end of the outbox in its old
 * order: the relay does not look back for rows that it has passed over.
 */
async function letFollow(database: Database, seq: bigint, record: 'back' | 'gone'): Promise<boolean> {
  return database.transaction(async (tx) => {
    const [row] = await tx.query('select topic, key from eventwright_outbox_dead where seq = $1', [seq]);
    if (row === undefined) return false;
    const [topic, key] = [textOf(row, 'topic'), nullable(bytesOf)(row, 'key')];
    // Nobody may enqueue under the key meanwhile, nor free the same record.
    if (key !== null) await lockOrder(tx, { topic, key });
    const [moved] = await tx.query(
      `with freed as (
         delete from eventwright_outbox_dead where seq = $1 returning seq, ${columns}
       ), behind as (
         delete from eventwright_outbox o using freed f
         where o.shard = f.shard and o.topic = f.topic and o.key = f.key
         returning o.seq, ${columns.replaceAll(/\w+/g, 'o.$&')}
       ), moved as (
         insert into eventwright_outbox (${columns})
         select ${columns} from (select * from freed where $2 union all select * from behind) all_of_key order by seq
       )
       select count(*)::integer as freed from freed`,
      [seq, record === 'back'],
    );
    return moved !== undefined && integerOf(moved, 'freed') > 0;
  });
}

function refusedRecordOf(row: Row): RefusedRecord {
  return {
    seq: bigintOf(row, 'seq'),
    topic: textOf(row, 'topic'),
    key: nullable(bytesOf)(row, 'key'),
    eventId: nullable(textOf)(row, 'event_id') ?? undefined,
    bytes: integerOf(row, 'bytes'),
    holdsKey: booleanOf(row, 'holds_key'),
    error: textOf(row, 'error'),
    enqueuedAt: dateOf(row, 'created_at'),
    refusedAt: dateOf(row, 'dead_at'),
  };
}
