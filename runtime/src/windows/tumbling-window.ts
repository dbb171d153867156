import type { Database, Row, Sql } from '../core/database.ts';
import { Decimal } from '../core/decimal.ts';
import { RuntimeError } from '../core/errors.ts';
import { bigintOf, dateOf, nullable, textOf } from '../database/columns.ts';
import { migrate } from '../database/migrate.ts';
import { windowMigration } from './window-migration.ts';

export interface TumblingWindowOptions<Measure extends string> {
  /** Of its rows; unique in the database. */
  readonly name: string;
  /** How long a window is, in milliseconds. Windows begin at multiples of it since the epoch. */
  readonly size: number;
  /** For how long after its end, and after its last event, a window waits for others, in milliseconds. Default 10,000. */
  readonly lateness?: number;
  /** What is summed besides the count of events. New ones go to the end of the list. */
  readonly measures: readonly Measure[];
}

/** An event, as far as windows go. */
export interface Measured<Measure extends string> {
  /** When it happened: `event.time`, or what the event says. */
  readonly at: Date;
  /** Each key has windows of its own. Default: the empty one. */
  readonly key?: string;
  readonly amounts: Readonly<Record<Measure, Decimal | bigint | number>>;
}

/** What has come together in a window. */
export interface WindowTotals<Measure extends string> {
  readonly key: string;
  readonly start: Date;
  /** The first moment after it. */
  readonly end: Date;
  readonly events: bigint;
  readonly totals: Readonly<Record<Measure, Decimal>>;
  /** Events that came once it was closed, and are not in the totals. */
  readonly late: bigint;
  /** Undefined while it is open. */
  readonly closedAt: Date | undefined;
}

export interface WindowSelection {
  /** Windows that begin then or later. */
  readonly from?: Date;
  /** Windows that begin before. */
  readonly to?: Date;
  readonly key?: string;
  /** The newest so many. Default 1,000. */
  readonly limit?: number;
}

/** Counts and sums by windows of event time, in the service's own database. */
export interface TumblingWindow<Measure extends string> {
  /** Makes its table where it is missing. */
  prepare(database: Database): Promise<void>;
  /**
   * Adds an event to its window, in the transaction that handles it, so that it counts once. `late` where the window is
   * closed: then it is counted as such and changes no total.
   */
  add(tx: Sql, event: Measured<Measure>): Promise<'counted' | 'late'>;
  /** Windows in the order of time, those with events of whatever kind. */
  read(tx: Sql, selection?: WindowSelection): Promise<readonly WindowTotals<Measure>[]>;
  /**
   * Closes windows that are over, at most so many, and returns them: each is closed once, by whoever's transaction commits.
   * Over is what ended, and had its last event, more than `lateness` ago by the clock of the database; so windows that are
   * being filled from a backlog stay open.
   */
  close(tx: Sql, limit?: number): Promise<readonly WindowTotals<Measure>[]>;
}

const columns = 'key, start_at, events, late, totals::text[] as totals, closed_at';

/** Throws `CONFIGURATION_INVALID` where a length is none. */
export function tumblingWindow<const Measure extends string>(
  options: TumblingWindowOptions<Measure>,
): TumblingWindow<Measure> {
  const { name, size, lateness = 10_000, measures } = options;
  if (!Number.isSafeInteger(size) || size < 1) throw invalid(name, 'size', size, '1 or more');
  if (!(lateness >= 0 && Number.isFinite(lateness))) throw invalid(name, 'lateness', lateness, '0 or more');
  const totalsOf = (row: Row): WindowTotals<Measure> => readTotals(row, { size, measures });

  return {
    prepare: (database) => migrate(database, [windowMigration]),
    add: async (tx, { at, key = '', amounts }) => {
      const start = new Date(Math.floor(at.getTime() / size) * size);
      const totals = measures.map((measure) => String(amounts[measure]));
      const [row] = await tx.query(addition, [name, key, start, totals]);
      return row?.['counted'] === true ? 'counted' : 'late';
    },
    read: async (tx, { from, to, key, limit = 1_000 } = {}) => {
      const rows = await tx.query(
        `select ${columns} from (
           select * from eventwright_window
           where name = $1 and ($2::timestamptz is null or start_at >= $2) and ($3::timestamptz is null or start_at < $3)
             and ($4::text is null or key = $4)
           order by start_at desc, key desc limit $5
         ) newest order by start_at, key`,
        [name, from ?? null, to ?? null, key ?? null, limit],
      );
      return rows.map(totalsOf);
    },
    close: async (tx, limit = 100) => {
      const rows = await tx.query(closing, [name, size, lateness, limit]);
      return rows.map(totalsOf).sort(byTime);
    },
  };
}

/** One statement, so that an event and the closing of its window cannot pass each other: both lock the row. */
const addition = `
  insert into eventwright_window as w (name, key, start_at, events, late, totals)
  values ($1, $2, $3, 1, 0, $4::text[]::numeric[])
  on conflict (name, key, start_at) do update set
    events = w.events + case when w.closed_at is null then 1 else 0 end,
    late = w.late + case when w.closed_at is null then 0 else 1 end,
    totals = case when w.closed_at is not null then w.totals else (
      select coalesce(array_agg(coalesce(before, 0) + coalesce(added, 0) order by place), '{}')
      from unnest(w.totals, excluded.totals) with ordinality as pair (before, added, place)
    ) end,
    touched_at = clock_timestamp()
  returning closed_at is null as counted`;

const closing = `
  update eventwright_window as w set closed_at = clock_timestamp()
  from (
    select key, start_at from eventwright_window
    where name = $1 and closed_at is null
      and start_at <= clock_timestamp() - ($2::double precision + $3) * interval '1 millisecond'
      and touched_at <= clock_timestamp() - $3::double precision * interval '1 millisecond'
    order by start_at, key limit $4 for update skip locked
  ) over_by_now
  where w.name = $1 and w.key = over_by_now.key and w.start_at = over_by_now.start_at
  returning w.key, w.start_at, w.events, w.late, w.totals::text[] as totals, w.closed_at`;

function readTotals<Measure extends string>(
  row: Row,
  { size, measures }: Pick<TumblingWindowOptions<Measure>, 'size' | 'measures'>,
): WindowTotals<Measure> {
  const start = dateOf(row, 'start_at');
  const given = Array.isArray(row['totals']) ? row['totals'] : [];
  const entries = measures.map((measure, index) => [measure, Decimal.of(String(given[index] ?? '0'))] as const);
  return {
    key: textOf(row, 'key'),
    start,
    end: new Date(start.getTime() + size),
    events: bigintOf(row, 'events'),
    // A total for each measure, as the list of entries has been made.
    totals: Object.fromEntries(entries) as Record<Measure, Decimal>,
    late: bigintOf(row, 'late'),
    closedAt: nullable(dateOf)(row, 'closed_at') ?? undefined,
  };
}

function byTime(one: WindowTotals<string>, other: WindowTotals<string>): number {
  const apart = one.start.getTime() - other.start.getTime();
  return apart !== 0 ? apart : one.key < other.key ? -1 : 1;
}

function invalid(name: string, option: string, value: number, expected: string): RuntimeError {
  return new RuntimeError(
    'CONFIGURATION_INVALID',
    `"${option}" of the window ${name} is ${value}, expected a number of milliseconds, ${expected}`,
  );
}
