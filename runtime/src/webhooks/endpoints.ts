import { randomUUID } from 'node:crypto';
import type { Database, Row, SqlParameter } from '../core/database.ts';
import { bigintOf, dateOf, integerOf, jsonOf, nullable, textOf } from '../database/columns.ts';
import { newSecret } from './signature.ts';

/** Where events of a subscriber are delivered to. */
export interface Endpoint {
  readonly id: string;
  readonly url: string;
  /** Message names. */
  readonly events: readonly string[];
  readonly state: 'active' | 'disabled';
  /** Why it is disabled: by its owner, by a 410, or since an event could not be delivered in all tries. */
  readonly reason: 'owner' | 'gone' | 'exhausted' | null;
  /** Events that are on their way, those that wait for their next try included. */
  readonly waiting: number;
  readonly delivered: bigint;
  /** Events that were forgotten before they could be delivered. */
  readonly missed: bigint;
  readonly lastError: string | null;
  readonly lastFailedAt: Date | null;
  readonly lastDeliveredAt: Date | null;
  readonly createdAt: Date;
}

/** One event on its way to an endpoint, or arrived there. */
export interface EndpointDelivery {
  readonly position: bigint;
  readonly name: string;
  readonly state: 'waiting' | 'delivered';
  readonly attempts: number;
  /** When it is tried next. */
  readonly dueAt: Date | null;
  readonly lastError: string | null;
  readonly deliveredAt: Date | null;
}

/** For how long the secret before a rotation signs as well. */
const rotation = '24 hours';

/** Events that one replay may bring back. */
export const mostReplayed = 10_000;

export async function addEndpoint(
  database: Database,
  { subscriber, url, events, next }: { subscriber: string; url: string; events: readonly string[]; next: bigint },
): Promise<{ readonly id: string; readonly secret: string }> {
  const made = { id: `ep_${randomUUID()}`, secret: newSecret() };
  const text =
    'insert into eventwright_webhook (id, subscriber, url, events, secret, next_position) values ($1, $2, $3, $4, $5, $6)';
  await database.transaction((tx) => tx.query(text, [made.id, subscriber, url, events, made.secret, next]));
  return made;
}

export async function listEndpoints(database: Database, subscriber: string, id?: string): Promise<readonly Endpoint[]> {
  const rows = await database.transaction((tx) =>
    tx.query(
      `select w.*, (
         select count(*)::integer from eventwright_webhook_delivery d where d.endpoint = w.id and d.state = 'waiting'
       ) as waiting
       from eventwright_webhook w where subscriber = $1 and ($2::text is null or id = $2) order by created_at, id`,
      [subscriber, id ?? null],
    ),
  );
  return rows.map(endpointOf);
}

/** A change of one endpoint of a subscriber; false where there is none. */
export async function changeEndpoint(
  database: Database,
  change: string,
  [subscriber, id, ...more]: readonly [subscriber: string, id: string, ...SqlParameter[]],
): Promise<boolean> {
  const text = `update eventwright_webhook set ${change} where subscriber = $1 and id = $2 returning id`;
  return (await database.transaction((tx) => tx.query(text, [subscriber, id, ...more]))).length > 0;
}

/** Undefined where there is no such endpoint. */
export async function rotateSecret(database: Database, subscriber: string, id: string): Promise<string | undefined> {
  const secret = newSecret();
  const change = `old_secret = secret, old_secret_until = clock_timestamp() + interval '${rotation}', secret = $3`;
  return (await changeEndpoint(database, change, [subscriber, id, secret])) ? secret : undefined;
}

/*
 * Both take the deliveries before the endpoint, as settling a delivery does: otherwise they and it would wait for each other.
 */

/** What waits is tried at once, with all tries before it. */
export async function enableEndpoint(database: Database, subscriber: string, id: string): Promise<boolean> {
  return database.transaction(async (tx) => {
    await tx.query(
      `update eventwright_webhook_delivery set attempts = 0, due_at = clock_timestamp()
       where endpoint = (${ownEndpoint}) and state = 'waiting'`,
      [subscriber, id],
    );
    const enabled = await tx.query(
      `update eventwright_webhook set state = 'active', reason = null, failing = false
       where subscriber = $1 and id = $2 returning id`,
      [subscriber, id],
    );
    return enabled.length > 0;
  });
}

export async function removeEndpoint(database: Database, subscriber: string, id: string): Promise<boolean> {
  return database.transaction(async (tx) => {
    const own = [subscriber, id];
    await tx.query(`delete from eventwright_webhook_delivery where endpoint = (${ownEndpoint})`, own);
    const removed = 'delete from eventwright_webhook where subscriber = $1 and id = $2 returning id';
    return (await tx.query(removed, own)).length > 0;
  });
}

const ownEndpoint = 'select id from eventwright_webhook where subscriber = $1 and id = $2';

export interface ReplayRange {
  /** Events that came into the feed from then on. */
  readonly since: Date;
  /** And before then. Default: now. */
  readonly until?: Date;
}

/**
 * Delivers events of a range again; those that are on their way stay so. Resolves with how many, undefined where there is
 * no such endpoint, and `too-many` with nothing done.
 */
export function replayEvents(
  database: Database,
  { subscriber, id, since, until }: ReplayRange & { readonly subscriber: string; readonly id: string },
): Promise<number | 'too-many' | undefined> {
  return database.transaction(async (tx) => {
    const [endpoint] = await tx.query(
      'select next_position from eventwright_webhook where subscriber = $1 and id = $2 for update',
      [subscriber, id],
    );
    if (endpoint === undefined) return undefined;
    const found = `
      select w.id, f.position, f.name, f.ordering
      from eventwright_webhook w join eventwright_subscriber s on s.id = w.subscriber
      join eventwright_feed f on f.name = any (w.events) and f.name = any (s.events) and f.position < w.next_position
      where w.id = $1 and f.added_at >= $2 and f.added_at < coalesce($3, clock_timestamp()) limit $4`;
    const parameters = [id, since, until ?? null, mostReplayed + 1];
    const [counted] = await tx.query(`select count(*)::integer as found from (${found}) as f`, parameters);
    if (counted !== undefined && integerOf(counted, 'found') > mostReplayed) return 'too-many';
    const again = await tx.query(
      `insert into eventwright_webhook_delivery as d (endpoint, position, name, ordering) ${found}
       on conflict (endpoint, position) do update
       set state = 'waiting', delivered_at = null, attempts = 0, due_at = clock_timestamp() where d.state = 'delivered'
       returning 1`,
      parameters,
    );
    return again.length;
  });
}

/** The newest ones first; undefined where there is no such endpoint. */
export async function listDeliveries(
  database: Database,
  { subscriber, id, limit }: { subscriber: string; id: string; limit: number },
): Promise<readonly EndpointDelivery[]> {
  const rows = await database.transaction((tx) =>
    tx.query(
      `select d.* from eventwright_webhook_delivery d join eventwright_webhook w on w.id = d.endpoint
       where w.subscriber = $1 and w.id = $2 order by d.position desc limit $3`,
      [subscriber, id, limit],
    ),
  );
  return rows.map((row) => {
    const state = textOf(row, 'state') === 'delivered' ? 'delivered' : 'waiting';
    return {
      position: bigintOf(row, 'position'),
      name: textOf(row, 'name'),
      state,
      attempts: integerOf(row, 'attempts'),
      dueAt: state === 'waiting' ? dateOf(row, 'due_at') : null,
      lastError: nullable(textOf)(row, 'last_error'),
      deliveredAt: nullable(dateOf)(row, 'delivered_at'),
    };
  });
}

const reasons = ['owner', 'gone', 'exhausted'] as const;

function endpointOf(row: Row): Endpoint {
  const events = jsonOf(row, 'events');
  const reason = nullable(textOf)(row, 'reason');
  return {
    id: textOf(row, 'id'),
    url: textOf(row, 'url'),
    events: Array.isArray(events) ? events.filter((event) => typeof event === 'string') : [],
    state: textOf(row, 'state') === 'active' ? 'active' : 'disabled',
    reason: reasons.find((one) => one === reason) ?? null,
    waiting: integerOf(row, 'waiting'),
    delivered: bigintOf(row, 'delivered'),
    missed: bigintOf(row, 'missed'),
    lastError: nullable(textOf)(row, 'last_error'),
    lastFailedAt: nullable(dateOf)(row, 'last_failed_at'),
    lastDeliveredAt: nullable(dateOf)(row, 'last_delivered_at'),
    createdAt: dateOf(row, 'created_at'),
  };
}
