import type { Row, Sql } from '../core/database.ts';
import { bigintOf, textOf } from '../database/columns.ts';
import { eventColumns } from './event-codec.ts';
import type { StorePosition } from './event-types.ts';

/** Which events of a stream. */
export interface ReadStreamOptions {
  /** First version. Default 1. */
  readonly from?: number;
  /** So many at most. Default: all. */
  readonly limit?: number;
}

export function readStreamRows(tx: Sql, stream: string, options: ReadStreamOptions): Promise<readonly Row[]> {
  const { from = 1, limit = null } = options;
  return tx.query(
    `select ${eventColumns} from eventwright_event where stream = $1 and version >= $2 order by version limit $3`,
    [stream, from, limit],
  );
}

/** Before the first event. */
export const storeStart: StorePosition = { transaction: 0n, number: 0n };

/**
 * Rows behind a position, in order, as far as nothing can come late among them: what transactions have appended that
 * began after one that is still under way has to wait for that.
 */
export function readRowsAfter(tx: Sql, after: StorePosition, limit: number): Promise<readonly Row[]> {
  return tx.query(
    `select ${eventColumns} from eventwright_event
     where (tx, pos) > ($1::xid8, $2::bigint) and tx < pg_snapshot_xmin(pg_current_snapshot())
     order by tx, pos limit $3`,
    [String(after.transaction), after.number, limit],
  );
}

/** Of the last row, or the one given where there is none. */
export function positionAfter(rows: readonly Row[], before: StorePosition): StorePosition {
  const last = rows.at(-1);
  return last === undefined ? before : { transaction: BigInt(textOf(last, 'tx')), number: bigintOf(last, 'pos') };
}

/** Events behind a position, at most so many counted, the ones that wait for a transaction included. */
export async function countRowsAfter(tx: Sql, after: StorePosition, most: number): Promise<number> {
  const rows = await tx.query(
    'select from eventwright_event where (tx, pos) > ($1::xid8, $2::bigint) order by tx, pos limit $3',
    [String(after.transaction), after.number, most],
  );
  return rows.length;
}
