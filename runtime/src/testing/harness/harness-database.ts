import type { Database } from '../../core/database.ts';
import { atRest } from '../../core/testing/manual-time.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { type Backlog, readBacklog } from './backlog.ts';
import { openDemoDatabase } from './demo-database.ts';

/** A database of the harness's own, and what the tables of delivery in it say. */
export interface HarnessDatabase {
  readonly database: Database;
  backlog(): Promise<Backlog>;
  /** Resolves when no transaction is under way and nothing else happens that needs no time. */
  rest(): Promise<void>;
  /** Relays renew their leases by the real clock: these outlast a move of the other one. */
  keepLeases(milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

export async function openHarnessDatabase(clock: VirtualClock | undefined): Promise<HarnessDatabase> {
  const database = await openDemoDatabase(clock);
  let underWay = 0;
  return {
    database: {
      ...database,
      transaction: async (work, options) => {
        underWay += 1;
        try {
          return await database.transaction(work, options);
        } finally {
          underWay -= 1;
        }
      },
    },
    backlog: () => database.transaction(readBacklog),
    rest: async () => {
      // What follows a transaction begins the next one within a few turns of the event loop.
      for (let quiet = 0; quiet < 5; quiet = underWay === 0 ? quiet + 1 : 0) await atRest();
    },
    keepLeases: (milliseconds) => keepLeases(database, milliseconds),
    close: database.close,
  };
}

async function keepLeases(database: Database, milliseconds: number): Promise<void> {
  const later = `set expires_at = expires_at + ${milliseconds} * interval '1 millisecond'`;
  const move = ['relay', 'relay_lease'].map((table) => `update eventwright_${table} ${later};`).join(' ');
  await database.transaction((tx) =>
    tx.execute(`do $$ begin if to_regclass('eventwright_relay') is not null then ${move} end if; end $$`),
  );
}
