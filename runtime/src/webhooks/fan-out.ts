import type { Sql } from '../core/database.ts';

/** Positions that an endpoint looks at, and endpoints that do, in one transaction. */
const batch = { positions: 200, endpoints: 100 } as const;

/** Deliveries that wait for one endpoint; the rest waits in the feed. */
export const mostWaiting = 1_000;

/**
 * Makes deliveries of what has come into the feed, for endpoints that are behind. Only of events that the endpoint asks
 * for and its subscriber may see now; what was forgotten before an endpoint came to it counts as missed. Resolves with
 * whether there may be more to do.
 */
export async function fanOut(tx: Sql, last: bigint): Promise<boolean> {
  const moved = await tx.query(
    `with behind as (
       select w.id, w.next_position, w.events, s.events as allowed
       from eventwright_webhook w join eventwright_subscriber s on s.id = w.subscriber
       where w.state = 'active' and s.revoked_at is null and w.next_position <= $1 and not exists (
         select from eventwright_webhook_delivery d where d.endpoint = w.id and d.state = 'waiting' offset $2)
       order by w.next_position limit $3
       for update of w skip locked
     ), looked as (
       select b.id, b.next_position, f.position, f.name, f.ordering,
         f.name = any (b.events) and f.name = any (b.allowed) as fits
       from behind b cross join lateral (
         select position, name, ordering from eventwright_feed
         where position >= b.next_position order by position limit $4) f
     ), added as (
       insert into eventwright_webhook_delivery (endpoint, position, name, ordering)
       select id, position, name, ordering from looked where fits
       on conflict do nothing
     )
     update eventwright_webhook w
     set next_position = seen.last + 1, missed = w.missed + (seen.first - seen.next_position)
     from (
       select id, next_position, min(position) as first, max(position) as last from looked group by id, next_position
     ) seen
     where w.id = seen.id
     returning w.id, w.next_position <= $1 as more`,
    [last, mostWaiting - 1, batch.endpoints, batch.positions],
  );
  return moved.length === batch.endpoints || moved.some((row) => row['more'] === true);
}
