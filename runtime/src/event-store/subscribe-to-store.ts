import type { Logger } from '../core/client.ts';
import type { CrashPoints } from '../core/crash-points.ts';
import type { Database, Row, Sql } from '../core/database.ts';
import { backoffDelay } from '../core/pipeline/backoff.ts';
import { waitByTimer } from '../core/wait.ts';
import { bigintOf, textOf } from '../database/columns.ts';
import type { StoreEvent, StoreEvents, StorePosition } from './event-types.ts';
import type { StoreBatch } from './open-event-store.ts';

/** A handler for each of the events that matter; others are passed over. */
export type StoreHandlers<Events extends StoreEvents, Context> = {
  readonly [Name in keyof Events & string]?: (
    event: Extract<StoreEvent<Events>, { readonly name: Name }>,
    ctx: Context,
  ) => Promise<void>;
};

export interface SubscribeToStore<Events extends StoreEvents, Context> {
  /** Under which its place is kept. Of several instances with one name, one at a time is at work. */
  readonly name: string;
  readonly handlers: StoreHandlers<Events, Context>;
  /**
   * Runs the handlers of a batch in a transaction, in which the place is moved as well: `client.transaction`, where
   * handlers send. Default: that of the database, with `tx` alone.
   */
  readonly transaction?: <T>(work: (context: Context) => Promise<T>) => Promise<T>;
  /** Events that may share a transaction. Default 200. */
  readonly batch?: number;
}

/** A subscription at work. */
export interface StoreSubscription {
  /** Why it does not get on at the moment; it tries again, at most 30 s apart, and leaves nothing out. */
  readonly error: unknown;
  /** Resolves once everything is handled that was appended, and can be read, by now. */
  caughtUp(): Promise<void>;
  /** Lets the batch at work finish. */
  close(): Promise<void>;
}

export interface Subscribing<Events extends StoreEvents> {
  readonly database: Database;
  readonly readAfter: (tx: Sql, after: StorePosition, limit: number) => Promise<StoreBatch<Events>>;
  readonly log: Logger;
  readonly reach: CrashPoints;
}

/** Between two looks, in milliseconds: nobody can tell when somebody else's transaction commits. */
const pollInterval = 25;
const retries = { first: 100, longest: 30_000 };

export function startStoreSubscription<Events extends StoreEvents, Context extends { readonly tx: Sql }>(
  options: SubscribeToStore<Events, Context>,
  subscribing: Subscribing<Events>,
): StoreSubscription {
  const { database, log } = subscribing;
  const ending = new AbortController();
  const state: { error: unknown; idle: (() => void)[]; failures: number } = { error: undefined, idle: [], failures: 0 };
  // Without a transaction of its own the context is `tx` alone, which the default of `Context` says.
  const inDatabase = <T>(work: (context: Context) => Promise<T>): Promise<T> =>
    database.transaction((tx) => work({ tx } as Context));
  const transaction = options.transaction ?? inDatabase;

  const turn = async (): Promise<number> => {
    try {
      const asked = state.idle.splice(0);
      const outcome = await transaction((context) => handleBatch(options, context, subscribing)).catch((error) => {
        state.idle.push(...asked);
        throw error;
      });
      if (outcome === 'end') for (const resolve of asked) resolve();
      else state.idle.push(...asked);
      await subscribing.reach('after-commit');
      Object.assign(state, { error: undefined, failures: 0 });
      return outcome === 'more' ? 0 : pollInterval;
    } catch (error) {
      state.failures += 1;
      state.error = error;
      log.error({ subscription: options.name, err: error }, 'events of the store cannot be handled, tries again');
      return backoffDelay(state.failures, retries, Math.random);
    }
  };
  const run = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      const pause = await turn();
      if (pause > 0) await waitByTimer(pause, ending.signal).catch(() => undefined);
    }
  };
  const running = run();
  return {
    get error() {
      return state.error;
    },
    caughtUp: () => new Promise((resolve) => state.idle.push(resolve)),
    close: async () => {
      ending.abort();
      await running;
    },
  };
}

/** `elsewhere`: another instance is at work, and nothing was done. */
type Outcome = 'more' | 'end' | 'elsewhere';

async function handleBatch<Events extends StoreEvents, Context extends { readonly tx: Sql }>(
  { name, handlers, batch = 200 }: SubscribeToStore<Events, Context>,
  context: Context,
  { readAfter, reach }: Subscribing<Events>,
): Promise<Outcome> {
  const { tx } = context;
  const after = await takePlace(tx, name);
  if (after === undefined) return 'elsewhere';
  const { events, position, found } = await readAfter(tx, after, batch);
  if (!found) return 'end';
  await reach('before-effect');
  for (const event of events) {
    // `StoreHandlers` ties each handler to the event of its name, which an index access forgets.
    const handle = handlers[event.name] as ((event: StoreEvent<Events>, ctx: Context) => Promise<void>) | undefined;
    await handle?.(event, context);
  }
  await tx.query(
    `update eventwright_event_subscription set tx = $2::xid8, pos = $3, at = clock_timestamp() where name = $1`,
    [name, String(position.transaction), position.number],
  );
  await reach('after-effect');
  return 'more';
}

/** Keeps the subscription for this transaction; undefined where another one has it. */
async function takePlace(tx: Sql, name: string): Promise<StorePosition | undefined> {
  const take = (): Promise<readonly Row[]> =>
    tx.query(`select tx::text as tx, pos from eventwright_event_subscription where name = $1 for update skip locked`, [
      name,
    ]);
  const create = (): Promise<readonly Row[]> =>
    tx.query('insert into eventwright_event_subscription (name) values ($1) on conflict do nothing returning name', [
      name,
    ]);
  let [row] = await take();
  if (row === undefined && (await create()).length > 0) [row] = await take();
  if (row === undefined) return undefined;
  return { transaction: BigInt(textOf(row, 'tx')), number: bigintOf(row, 'pos') };
}
