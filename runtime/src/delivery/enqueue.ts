import type { Sql } from '../core/database.ts';
import { RuntimeError } from '../core/errors.ts';
import { textOf } from '../core/headers.ts';
import type { OutgoingRecord } from '../core/transport.ts';
import { headersToJson } from './header-json.ts';
import { recordSize } from './record-size.ts';
import { orderHash, orderLock, shardCount, shardOf } from './shards.ts';
import { storedId } from './stored-text.ts';

/** A transaction with more keys than this locks the shards as a whole: the table of locks has an end. */
const mostKeyLocks = 128;

/** `DeliveryTransaction.enqueue`. Returns the shards that now hold something. */
export async function enqueue(
  sql: Sql,
  records: readonly OutgoingRecord[],
  maxRecordBytes: number,
): Promise<readonly number[]> {
  if (records.length === 0) return [];
  for (const record of records) refuseTooLarge(record, maxRecordBytes);
  const ordered = records.map((record) => ({ record, hash: record.key === null ? undefined : orderHash(record) }));
  const shards = ordered.map(({ hash }) => (hash === undefined ? nextTurn() : shardOf(hash)));
  const hashes = ascending(ordered.flatMap(({ hash }) => (hash === undefined ? [] : [hash])));
  const whole = hashes.length > mostKeyLocks;
  const touched = ascending(shards);
  await sql.query('select eventwright_enqueue($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
    touched,
    whole,
    whole ? [] : hashes,
    shards,
    records.map(({ headers }) => idOf(headers)),
    records.map(({ topic }) => topic),
    records.map(({ key }) => key),
    records.map(({ value }) => value),
    records.map(({ headers }) => headersToJson(headers)),
  ]);
  return touched;
}

/** Waits until nobody else is enqueuing under a topic and key; until the transaction ends nobody will. */
export async function lockOrder(sql: Sql, record: Pick<OutgoingRecord, 'topic' | 'key'>): Promise<void> {
  const hash = orderHash(record);
  await sql.query('select pg_advisory_xact_lock_shared($1::integer, $2::integer)', [orderLock.shard, shardOf(hash)]);
  await sql.query('select pg_advisory_xact_lock($1::integer, $2::integer)', [orderLock.key, hash]);
}

/** Dead letter topics have room for the longest message with its headers; what is buried must not be refused. */
function refuseTooLarge(record: OutgoingRecord, limit: number): void {
  const size = recordSize(record);
  if (size <= limit || record.topic.endsWith('.dlt')) return;
  throw new RuntimeError(
    'RECORD_TOO_LARGE',
    `A record for '${record.topic}' takes ${size} bytes, ${limit} are allowed. Send less, or raise the topic's ` +
      "'max.message.bytes' and the option 'maxRecordBytes' of openDelivery",
  );
}

/** Of any event there may be one; it only names the row. */
function idOf(headers: OutgoingRecord['headers']): string | null {
  try {
    const id = textOf(headers, 'ce_id');
    return id === undefined ? null : storedId(id);
  } catch {
    return null;
  }
}

function ascending(numbers: readonly number[]): readonly number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

let turn = 0;

/** Records without a key have no order, and take the shards in turn. */
function nextTurn(): number {
  turn = (turn + 1) % shardCount;
  return turn;
}
