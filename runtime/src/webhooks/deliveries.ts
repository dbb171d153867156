import type { Row, Sql } from '../core/database.ts';
import { bigintOf, dateOf, integerOf, nullable, textOf } from '../database/columns.ts';
import type { NextTry } from './next-try.ts';

/** A delivery that this process is to make. */
export interface ClaimedDelivery {
  readonly endpoint: string;
  readonly url: string;
  /** Those that sign, newest first. */
  readonly secrets: readonly string[];
  readonly position: bigint;
  /** Tries so far, this one included. */
  readonly attempts: number;
  /** The database's time. */
  readonly at: Date;
}

export interface ClaimOptions {
  /** Deliveries that this process is making, by endpoint. */
  readonly inFlight: ReadonlyMap<string, number>;
  /** Deliveries that may be made at once for one endpoint; one that fails gets one at a time. */
  readonly perEndpoint: number;
  readonly limit: number;
  /** After which a delivery whose process has died is made by another, in milliseconds. */
  readonly lease: number;
}

/**
 * Takes deliveries that are due, so many of each endpoint, and only the first that waits of each key: an event goes out
 * when those before it, of the same key, have arrived. Two processes that want the same one do not both get it.
 */
export async function claimDeliveries(tx: Sql, options: ClaimOptions): Promise<readonly ClaimedDelivery[]> {
  const { inFlight, perEndpoint, limit, lease } = options;
  const rows = await tx.query(
    `with busy as (
       select * from unnest($1::text[], $2::integer[]) as b (endpoint, deliveries)
     ), due as (
       select w.id, w.url, w.secret, case when w.old_secret_until > clock_timestamp() then w.old_secret end as old_secret,
         d.position
       from eventwright_webhook w
       join eventwright_subscriber s on s.id = w.subscriber and s.revoked_at is null
       left join busy on busy.endpoint = w.id
       cross join lateral (
         select d.position, row_number() over (order by d.due_at, d.position) as rank
         from eventwright_webhook_delivery d
         where d.endpoint = w.id and d.state = 'waiting' and d.due_at <= clock_timestamp() and not exists (
           select from eventwright_webhook_delivery e
           where e.endpoint = w.id and e.ordering = d.ordering and e.state = 'waiting' and e.position < d.position)
         order by d.due_at, d.position limit $3
       ) d
       where w.state = 'active'
         and d.rank <= (case when w.failing then 1 else $3 end) - coalesce(busy.deliveries, 0)
       limit $4
     )
     update eventwright_webhook_delivery d
     set attempts = d.attempts + 1, due_at = clock_timestamp() + $5 * interval '1 millisecond'
     from due
     where d.endpoint = due.id and d.position = due.position and d.state = 'waiting' and d.due_at <= clock_timestamp()
     returning d.endpoint, d.position, d.attempts, due.url, due.secret, due.old_secret, clock_timestamp() as at`,
    [[...inFlight.keys()], [...inFlight.values()], perEndpoint, limit, lease],
  );
  return rows.map(claimedDelivery);
}

function claimedDelivery(row: Row): ClaimedDelivery {
  const old = nullable(textOf)(row, 'old_secret');
  return {
    endpoint: textOf(row, 'endpoint'),
    url: textOf(row, 'url'),
    secrets: [textOf(row, 'secret'), ...(old === null ? [] : [old])],
    position: bigintOf(row, 'position'),
    attempts: integerOf(row, 'attempts'),
    at: dateOf(row, 'at'),
  };
}

/** Writes down what came of a try; nothing where another process has made it since. */
export async function settleDelivery(tx: Sql, delivery: ClaimedDelivery, next: NextTry): Promise<void> {
  const { endpoint, position, attempts } = delivery;
  const own = [endpoint, position, attempts] as const;
  const mine = `endpoint = $1 and position = $2 and attempts = $3 and state = 'waiting' returning 1`;
  const settled =
    next.kind === 'delivered'
      ? await tx.query(
          `update eventwright_webhook_delivery
           set state = 'delivered', delivered_at = clock_timestamp(), last_error = null where ${mine}`,
          own,
        )
      : await tx.query(
          `update eventwright_webhook_delivery
           set due_at = clock_timestamp() + $4 * interval '1 millisecond', last_error = $5 where ${mine}`,
          [...own, next.kind === 'later' ? next.wait : 0, next.error],
        );
  if (settled.length === 0) return;
  await (next.kind === 'delivered' ? noteDelivered(tx, endpoint) : noteFailed(tx, endpoint, next));
}

async function noteDelivered(tx: Sql, endpoint: string): Promise<void> {
  await tx.query(
    `update eventwright_webhook
     set failing = false, delivered = delivered + 1, last_delivered_at = clock_timestamp() where id = $1`,
    [endpoint],
  );
}

async function noteFailed(tx: Sql, endpoint: string, next: Exclude<NextTry, { kind: 'delivered' }>): Promise<void> {
  await tx.query(
    `update eventwright_webhook set failing = true, last_error = $2, last_failed_at = clock_timestamp(),
       state = case when $3::text is null then state else 'disabled' end, reason = coalesce($3, reason)
     where id = $1`,
    [endpoint, next.error, next.kind === 'disable' ? next.reason : null],
  );
}

/** The event of a delivery is no longer kept. */
export async function dropDelivery(tx: Sql, { endpoint, position, attempts }: ClaimedDelivery): Promise<void> {
  const dropped = await tx.query(
    'delete from eventwright_webhook_delivery where endpoint = $1 and position = $2 and attempts = $3 returning 1',
    [endpoint, position, attempts],
  );
  if (dropped.length === 0) return;
  await tx.query('update eventwright_webhook set missed = missed + 1 where id = $1', [endpoint]);
}

/** Deletes what was delivered so many milliseconds ago; resolves with whether there may be more. */
export async function forgetDelivered(tx: Sql, after: number): Promise<boolean> {
  const most = 1_000;
  const deleted = await tx.query(
    `delete from eventwright_webhook_delivery where (endpoint, position) in (
       select endpoint, position from eventwright_webhook_delivery
       where state = 'delivered' and delivered_at < clock_timestamp() - $1 * interval '1 millisecond' limit $2)
     returning 1`,
    [after, most],
  );
  return deleted.length === most;
}
