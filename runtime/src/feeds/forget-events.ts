import type { Sql } from '../core/database.ts';

/** Events on an archive page. Pages that are published never change, so neither may this. */
export const pageSize = 100;

/** Pages that are deleted in one transaction. */
const batch = 20;

/** Deletes events that are older than so many milliseconds, whole pages at a time; resolves with whether there may be more. */
export async function forgetEvents(tx: Sql, retention: number): Promise<boolean> {
  const deleted = await tx.query(
    `with state as (
       select first_position, last_position from eventwright_feed_state for update
     ), kept as (
       select coalesce(
         (select position from eventwright_feed where added_at >= clock_timestamp() - $1 * interval '1 millisecond'
           order by added_at limit 1),
         (select last_position + 1 from state)) as position
     ), target as (
       select least((kept.position - 1) / $2 * $2 + 1, state.first_position + $2 * $3) as position from kept, state
     ), moved as (
       update eventwright_feed_state set first_position = target.position
       from target where target.position > first_position returning target.position
     )
     delete from eventwright_feed using moved where eventwright_feed.position < moved.position returning 1`,
    [retention, pageSize, batch],
  );
  return deleted.length === pageSize * batch;
}
