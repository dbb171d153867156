import type { Database } from '../../core/database.ts';
import { atRest } from '../../core/testing/manual-time.ts';
import type { StoredRecord, Transport } from '../../core/transport.ts';
import { bigintOf, dateOf, integerOf, nullable, textOf } from '../../database/columns.ts';
import { type OpenDelivery, openDelivery } from '../../delivery/open-delivery.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { openDemoDatabase } from './demo-database.ts';
import type { JournalNotes } from './journal.ts';

/** What the tables of delivery say is still to be done. */
export interface Backlog {
  /** Records in the outbox that will be published. */
  readonly unpublished: number;
  /** Keys that wait for their next try. */
  readonly waiting: number;
  /** How a record that counts as done on the log is parked; undefined where it is not. */
  parked(group: string, record: StoredRecord): string | undefined;
}

/** Delivery on a database of the harness's own. */
export interface HarnessDelivery {
  readonly database: Database;
  readonly delivery: OpenDelivery;
  backlog(): Promise<Backlog>;
  /** Resolves when no transaction is under way and nothing else happens that needs no time. */
  rest(): Promise<void>;
  /** The relay renews its leases by the real clock: they outlast a move of the other one. */
  keepLeases(milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

export interface HarnessDeliveryOptions {
  readonly transport: Transport;
  readonly note: JournalNotes;
  readonly clock: VirtualClock | undefined;
}

export async function openHarnessDelivery(options: HarnessDeliveryOptions): Promise<HarnessDelivery> {
  const { transport, note, clock } = options;
  const demo = await openDemoDatabase(clock);
  const { database, rest } = countingDatabase(demo);
  // What a test leaves in the outbox, nobody waits for.
  const delivery = await openDelivery({ database, transport, flushTimeout: 1 });
  return {
    database,
    delivery: {
      ...delivery,
      transaction: (work) => delivery.transaction(work).finally(note.worked),
    },
    backlog: () => readBacklog(demo),
    rest,
    keepLeases: (milliseconds) => keepLeases(demo, milliseconds),
    close: async () => {
      await delivery.close();
      await demo.close();
    },
  };
}

function countingDatabase(database: Database): { readonly database: Database; rest(): Promise<void> } {
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
    rest: async () => {
      // What follows a transaction begins the next one within a few turns of the event loop.
      for (let quiet = 0; quiet < 5; quiet = underWay === 0 ? quiet + 1 : 0) await atRest();
    },
  };
}

async function keepLeases(database: Database, milliseconds: number): Promise<void> {
  const later = `set expires_at = expires_at + $1::float8 * interval '1 millisecond'`;
  await database.transaction(async (tx) => {
    for (const table of ['relay', 'relay_lease'])
      await tx.query(`update eventwright_${table} ${later}`, [milliseconds]);
  });
}

async function readBacklog(database: Database): Promise<Backlog> {
  return database.transaction(async (tx) => {
    const [outbox = {}] = await tx.query('select count(*)::int as rows from eventwright_outbox');
    const parked = await tx.query('select consumer, topic, partition, off, state, due_at from eventwright_parked');
    const places = new Map(
      parked.map((row) => {
        const due = nullable(dateOf)(row, 'due_at');
        const place = placeOf(textOf(row, 'consumer'), {
          topic: textOf(row, 'topic'),
          partition: integerOf(row, 'partition'),
          offset: bigintOf(row, 'off'),
        });
        return [place, due === null ? 'parked, its key is held' : `parked until ${due.toISOString()}`] as const;
      }),
    );
    return {
      unpublished: integerOf(outbox, 'rows'),
      waiting: parked.filter((row) => textOf(row, 'state') === 'waiting').length,
      parked: (group, record) => places.get(placeOf(group, record)),
    };
  });
}

function placeOf(
  group: string,
  { topic, partition, offset }: Pick<StoredRecord, 'topic' | 'partition' | 'offset'>,
): string {
  return JSON.stringify([group, topic, partition, String(offset)]);
}
