import type { Row, Sql } from '../core/database.ts';
import { bigintOf, dateOf, textOf } from '../database/columns.ts';

/** An event at its place in the feed; it never changes. */
export interface FeedEvent {
  /** 1 for the first, without gaps. */
  readonly position: bigint;
  readonly id: string;
  /** Message name of the contract. */
  readonly name: string;
  /** The same for events that have to stay in order. */
  readonly ordering: string;
  /** When it happened, by its sender's clock. */
  readonly time: Date;
  /** When it came into the feed, by the database's clock. */
  readonly addedAt: Date;
  /** CloudEvents 1.0, structured mode, as JSON text. */
  readonly body: string;
}

/** Events behind a position, in order. */
export async function readEvents(tx: Sql, after: bigint, limit: number): Promise<readonly FeedEvent[]> {
  const rows = await tx.query(
    `select position, event_id, name, ordering, happened_at, added_at, body from eventwright_feed
     where position > $1 order by position limit $2`,
    [after, limit],
  );
  return rows.map(feedEvent);
}

const feedEvent = (row: Row): FeedEvent => ({
  position: bigintOf(row, 'position'),
  id: textOf(row, 'event_id'),
  name: textOf(row, 'name'),
  ordering: textOf(row, 'ordering'),
  time: dateOf(row, 'happened_at'),
  addedAt: dateOf(row, 'added_at'),
  body: textOf(row, 'body'),
});
