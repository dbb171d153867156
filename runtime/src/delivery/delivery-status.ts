import type { Database } from '../core/database.ts';
import { dateOf, integerOf, nullable, numberOf } from '../database/columns.ts';
import { shardCount } from './shards.ts';

/** How delivery fares at this moment, for health checks and metrics. */
export interface DeliveryStatus {
  readonly outbox: {
    /** Records that are not published yet, those that are held included; counted up to 100,000. */
    readonly rows: number;
    /** How long the oldest of them has been there, in milliseconds; 0 where there is none. */
    readonly oldestAge: number;
    /** Records that the log refused and that somebody has to see to. */
    readonly refused: number;
  };
  readonly parked: {
    /** Keys that wait for their next try. */
    readonly keys: number;
    /** Keys that wait until somebody redrives or discards the record that holds them. */
    readonly held: number;
    /** All records of these keys. */
    readonly records: number;
    /** When the next key is tried again. */
    readonly nextDueAt: Date | undefined;
  };
  readonly relay: {
    /** Parts of the outbox, of sixteen, that this instance publishes. */
    readonly shards: number;
    /** Why nothing, or not all, is published at the moment, as this instance sees it. */
    readonly error: unknown;
  };
}

/** Counting further would cost more than it tells. */
const most = 100_000;

/** Reads it from the tables. Rejects with `DATABASE_UNAVAILABLE` where the database is away. */
export async function readStatus(
  database: Database,
  relay: { readonly shards: number; readonly error: unknown },
): Promise<DeliveryStatus> {
  const [row = {}] = await database.transaction((tx) =>
    tx.query(
      `select
         (select count(*) from (select from eventwright_outbox limit $1) o)::integer as rows,
         coalesce((
           select extract(epoch from clock_timestamp() - min(first.created_at)) * 1000
           from generate_series(0, $2) s cross join lateral (
             select created_at from eventwright_outbox o where o.shard = s order by seq limit 1) first
         ), 0)::float8 as oldest_age,
         (select count(*) from (select from eventwright_outbox_dead limit $1) d)::integer as refused,
         (select count(*) from eventwright_parked where state = 'waiting')::integer as keys,
         (select count(*) from eventwright_parked where state = 'dead')::integer as held,
         (select count(*) from (select from eventwright_parked limit $1) p)::integer as records,
         (select min(due_at) from eventwright_parked where state = 'waiting') as next_due_at`,
      [most, shardCount - 1],
    ),
  );
  return {
    outbox: {
      rows: integerOf(row, 'rows'),
      oldestAge: Math.max(0, numberOf(row, 'oldest_age')),
      refused: integerOf(row, 'refused'),
    },
    parked: {
      keys: integerOf(row, 'keys'),
      held: integerOf(row, 'held'),
      records: integerOf(row, 'records'),
      nextDueAt: nullable(dateOf)(row, 'next_due_at') ?? undefined,
    },
    relay: { shards: relay.shards, error: relay.error },
  };
}
