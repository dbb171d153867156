import type { Logger } from '../core/client.ts';
import type { CrashPoints } from '../core/crash-points.ts';
import type { Database, Sql } from '../core/database.ts';
import { textOf } from '../database/columns.ts';
import type { Outcome } from './books.ts';
import { type BuildRow, readPositions } from './build.ts';
import type { ProjectionContext } from './projection.ts';
import { isAtLeast } from './show-tables.ts';
import { type ProjectedEvent, placeKey, type SourceRecord } from './source.ts';

export interface Applying {
  readonly database: Database;
  readonly build: BuildRow;
  /** Of the process that holds the lease. */
  readonly runner: string;
  /** In milliseconds. */
  readonly leaseTime: number;
  readonly repeats: boolean;
  /** For how long the ids of events are kept, in milliseconds of the source's time. */
  readonly dedupeWindow: number;
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly reach: CrashPoints;
}

/** Has unqualified names mean the tables of the build first, until the transaction ends. */
const ownNames = `set_config('search_path', quote_ident(schema_name) || ', ' || quote_ident(current_schema()), true)`;

/** Counts from 1; how often the first of the records has been tried. */
export type Attempt = number;

/**
 * Applies records and moves the places behind them, in one transaction. Undefined, with nothing done, where the build is no
 * longer this runner's: another process has it, or another build is shown.
 */
export async function applyRecords(
  records: readonly SourceRecord[],
  attempt: Attempt,
  applying: Applying,
): Promise<Outcome | undefined> {
  const { database, signal, log, reach } = applying;
  return database.transaction(async (tx) => {
    if (!(await keepBuild(tx, applying))) return undefined;
    await reach('before-effect');
    const ahead = await notYetApplied(tx, records, applying);
    const fresh = applying.repeats ? await freshOf(tx, ahead) : undefined;
    const events = ahead
      .flatMap(({ event }) => event ?? [])
      .filter(({ id }) => fresh === undefined || fresh.delete(id));
    for (const run of runsOf(events)) await applyRun(run, { tx, send: {}, signal, log, attempt });
    await movePlaces(tx, ahead, applying);
    await reach('after-effect');
    const ignored = records.filter(({ event }) => event === undefined).length;
    return { applied: events.length, ignored, deduplicated: records.length - ignored - events.length };
  });
}

/** Events that follow one another and are handled together; each of the others is a run of its own. */
function runsOf(events: readonly ProjectedEvent[]): readonly (readonly [ProjectedEvent, ...ProjectedEvent[]])[] {
  const runs: [ProjectedEvent, ...ProjectedEvent[]][] = [];
  for (const event of events) {
    const last = runs.at(-1);
    if (last !== undefined && event.run !== undefined && last[0].run?.handle === event.run.handle) last.push(event);
    else runs.push([event]);
  }
  return runs;
}

async function applyRun(run: readonly [ProjectedEvent, ...ProjectedEvent[]], ctx: ProjectionContext): Promise<void> {
  const [first] = run;
  try {
    if (first.run === undefined) await first.apply(ctx);
    else {
      await first.run.handle(
        run.map((event) => event.run?.event),
        ctx,
      );
    }
  } catch (cause) {
    // The cause decides what follows.
    const places = run.length === 1 ? first.place : `${first.place} to ${run.at(-1)?.place}`;
    throw new Error(`${places}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** Locks the build, renews the lease and has unqualified names mean the build's tables. */
async function keepBuild(tx: Sql, { build, runner, leaseTime }: Applying): Promise<boolean> {
  const rows = await tx.query(
    `update eventwright_projection_build set
       lease_until = clock_timestamp() + $4 * interval '1 millisecond', applied_at = clock_timestamp(), error = null
     where name = $1 and build = $2 and runner = $3 and state in ('building', 'live')
     returning ${ownNames}`,
    [build.name, build.build, runner, leaseTime],
  );
  return rows.length > 0;
}

/** A transaction before may have been committed though nobody was told. */
async function notYetApplied(
  tx: Sql,
  records: readonly SourceRecord[],
  { build }: Applying,
): Promise<readonly SourceRecord[]> {
  const places = new Map((await readPositions(tx, build)).map((position) => [placeKey(position), position]));
  return records.filter((record) => {
    const place = places.get(placeKey(record));
    return place === undefined || !isAtLeast(place, record);
  });
}

/** Ids of events that were not applied before. */
async function freshOf(tx: Sql, records: readonly SourceRecord[]): Promise<Set<string>> {
  const events = records.flatMap(({ event, ...place }) => (event === undefined ? [] : [{ ...place, id: event.id }]));
  if (events.length === 0) return new Set();
  const rows = await tx.query(
    `insert into eventwright_applied (event_id, source, partition, log_time)
     select * from unnest($1::text[], $2::text[], $3::integer[], $4::bigint[]) on conflict do nothing
     returning event_id`,
    [
      events.map(({ id }) => id),
      events.map(({ source }) => source),
      events.map(({ partition }) => partition),
      events.map(({ logTime }) => logTime),
    ],
  );
  return new Set(rows.map((row) => textOf(row, 'event_id')));
}

async function movePlaces(tx: Sql, records: readonly SourceRecord[], { build }: Applying): Promise<void> {
  const places = lastOfEach(records);
  await tx.query(
    `with counted as (
       update eventwright_projection_build set events = events + $8, unreadable = unreadable + $9
       where name = $1 and build = $2
     )
     insert into eventwright_projection_position as p (name, build, source, partition, next, transaction, log_time)
     select $1, $2, * from unnest($3::text[], $4::integer[], $5::bigint[], $6::bigint[], $7::bigint[])
     on conflict (name, build, source, partition) do update set
       next = excluded.next, transaction = excluded.transaction, log_time = greatest(p.log_time, excluded.log_time)`,
    [
      build.name,
      build.build,
      places.map(({ source }) => source),
      places.map(({ partition }) => partition),
      places.map(({ next }) => next),
      places.map(({ transaction }) => transaction),
      places.map(({ logTime }) => logTime),
      records.filter(({ event }) => event !== undefined).length,
      records.filter(({ unreadable }) => unreadable !== undefined).length,
    ],
  );
}

/** Where each place of a source goes on behind the records. */
export function lastOfEach(records: readonly SourceRecord[]): readonly SourceRecord[] {
  return [...new Map(records.map((record) => [placeKey(record), record])).values()];
}

/** Forgets ids of events so old, in the time of their source, that a second copy is not to be expected. */
export async function forgetApplied(applying: Applying): Promise<void> {
  const { database, build, runner, dedupeWindow } = applying;
  await database.transaction(async (tx) => {
    const held = await tx.query(
      `update eventwright_projection_build set lease_until = lease_until
       where name = $1 and build = $2 and runner = $3 and state <> 'retired' returning ${ownNames}`,
      [build.name, build.build, runner],
    );
    if (held.length === 0) return;
    await tx.query(
      `delete from eventwright_applied a using eventwright_projection_position p
       where p.name = $1 and p.build = $2 and a.source = p.source and a.partition = p.partition
         and a.log_time < p.log_time - $3`,
      [build.name, build.build, Math.round(dedupeWindow)],
    );
  });
}
