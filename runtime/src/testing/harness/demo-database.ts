import type { Database, Sql } from '../../core/database.ts';
import { RuntimeError } from '../../core/errors.ts';
import { openPglite, type Pglite } from '../../postgres/open-pglite.ts';
import type { VirtualClock } from '../virtual-clock.ts';

/** Starting takes a second, and a thread that is idle holds no process: the harnesses of a process share one. */
let shared: Promise<Pglite> | undefined;
let schemas = 0;

/** A database of its own in PGlite; `close` drops it. With a clock, its `now()` and `clock_timestamp()` are the clock's. */
export async function openDemoDatabase(clock?: VirtualClock): Promise<Database> {
  shared ??= openPglite();
  const pglite = await shared;
  schemas += 1;
  const schema = `harness_${schemas}`;
  const database = await pglite.database(schema);
  await database.transaction((tx) => tx.execute(clock === undefined ? 'select 1' : virtualNow));
  return {
    transaction: (work, options) =>
      database.transaction(async (tx) => {
        if (clock !== undefined) await useClock(tx, schema, clock);
        return work(tx);
      }, options),
    close: async () => {
      await database.transaction((tx) => tx.execute(`drop schema ${schema} cascade`));
      await database.close();
    },
  };
}

/** They stand before PostgreSQL's own of the same names, also in defaults and functions that are made later. */
const virtualNow: string = ['now', 'clock_timestamp']
  .map(
    (name) => `create function ${name}() returns timestamptz language sql volatile
      as $$ select current_setting('eventwright.now')::timestamptz $$;`,
  )
  .join('\n');

function useClock(tx: Sql, schema: string, clock: VirtualClock): Promise<void> {
  // Unless it is named, PostgreSQL looks into its own schema first.
  return tx.execute(`set local search_path to ${schema}, pg_catalog;
    set local eventwright.now to '${clock.now().toISOString()}'`);
}

/** Stands where there is no database. */
export const noDatabase: Database = {
  transaction: async () => {
    throw new RuntimeError(
      'CONFIGURATION_INVALID',
      'This harness has no database. Start it with { delivery: true }, or { database: true } where clients get no delivery.',
    );
  },
  close: async () => undefined,
};
