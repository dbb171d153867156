import type { Database, Sql } from '../../core/database.ts';

/** The clock of a database, in the hands of a test. */
export interface DatabaseClock {
  now(): Date;
  advance(milliseconds: number): void;
}

/** A database whose `now()` and `clock_timestamp()` are a test's. */
export async function databaseWithClock(
  database: Database,
  schema: string,
  start: Date = new Date('2026-03-02T09:00:00Z'),
): Promise<{ readonly database: Database; readonly clock: DatabaseClock }> {
  let time = start.getTime();
  await database.transaction((tx) => tx.execute(functions));
  const useClock = (tx: Sql): Promise<void> =>
    // Unless it is named, PostgreSQL looks into its own schema first.
    tx.execute(`set local search_path to ${schema}, pg_catalog;
      set local eventwright.now to '${new Date(time).toISOString()}'`);
  return {
    database: {
      transaction: (work, options) =>
        database.transaction(async (tx) => {
          await useClock(tx);
          return work(tx);
        }, options),
      close: database.close,
    },
    clock: {
      now: () => new Date(time),
      advance: (milliseconds) => {
        time += milliseconds;
      },
    },
  };
}

/** They stand before PostgreSQL's own of the same names, also in defaults that are made later. */
const functions: string = ['now', 'clock_timestamp']
  .map(
    (name) => `create function ${name}() returns timestamptz language sql volatile
      as $$ select current_setting('eventwright.now')::timestamptz $$;`,
  )
  .join('\n');
