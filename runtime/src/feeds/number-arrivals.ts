import type { Sql } from '../core/database.ts';
import { bigintOf, integerOf } from '../database/columns.ts';

/** Events that are numbered in one transaction. */
const batch = 1_000;

/**
 * Gives positions to events that were committed since, oldest first, and returns how many. Whoever numbers locks the
 * state first, so positions become visible in their order and without gaps. A transaction that commits late is numbered
 * late and never passed over, since what waits is found by being there; nothing waits for other transactions, however
 * long they take. Events of a key come in the order of their commits: the earlier one is there when the later is seen.
 */
export async function numberArrivals(tx: Sql): Promise<number> {
  const [state] = await tx.query('select last_position from eventwright_feed_state for update');
  if (state === undefined) return 0;
  const last = bigintOf(state, 'last_position');
  // A statement of its own: what others numbered while this one waited for the lock must be seen as gone.
  const [numbered] = await tx.query(
    `with moved as (
       delete from eventwright_feed_arrival
       where seq in (select seq from eventwright_feed_arrival order by seq limit $2)
       returning *
     ), added as (
       insert into eventwright_feed (position, event_id, name, ordering, happened_at, body)
       select $1::bigint + row_number() over (order by seq), event_id, name, ordering, happened_at, body from moved
       returning position
     )
     select count(*)::integer as added from added`,
    [last, batch],
  );
  const added = numbered === undefined ? 0 : integerOf(numbered, 'added');
  if (added > 0) {
    await tx.query('update eventwright_feed_state set last_position = last_position + $1', [added]);
  }
  return added;
}
