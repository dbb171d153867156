import type { CrashPoints } from '../core/crash-points.ts';
import type { Database, Sql } from '../core/database.ts';
import { RuntimeError } from '../core/errors.ts';
import { dueTimers, fireTimer, postponeTimer, type TimerPlace } from './fire-timer.ts';
import type { Versions } from './versions.ts';

export interface FireDueOptions {
  readonly versions: Versions;
  readonly client: {
    transaction<T>(work: (context: { readonly tx: Sql; readonly send: object }) => Promise<T>): Promise<T>;
  };
  readonly database: Database;
  /** Timers were started, the soonest due in so many milliseconds. */
  readonly started: (soonest: number) => void;
  readonly crashPoints?: CrashPoints;
}

/** Timers that are looked at together. */
const batch = 64;

/** Whoever has the instance of a due timer will not take long, in milliseconds. */
const busyPause = 50;

/**
 * Makes a function that fires what is due, one timer to a transaction, and returns in how many milliseconds there is more
 * to do. Timers that fail stand back; it rejects where the database is away.
 */
export function dueFirer(options: FireDueOptions): () => Promise<number | undefined> {
  const { versions, database } = options;
  return async () => {
    const { due, nextIn } = await database.transaction((tx) => dueTimers(tx, versions.newest.name, batch));
    let left = false;
    for (const timer of due) if (!(await fire(options, timer))) left = true;
    return left ? busyPause : nextIn;
  };
}

/** False where the timer may still be due. */
async function fire(options: FireDueOptions, timer: TimerPlace): Promise<boolean> {
  const { versions, client, database, started, crashPoints: reach = () => undefined } = options;
  try {
    const firing = await client.transaction(({ tx, send }) => fireTimer(versions, timer, { tx, send, started, reach }));
    if (firing === 'fired') await reach('after-commit');
    return firing !== 'busy';
  } catch (error) {
    if (RuntimeError.is(error, 'DATABASE_CONFLICT')) return false;
    if (RuntimeError.is(error, 'DATABASE_UNAVAILABLE')) throw error;
    await database.transaction((tx) => postponeTimer(tx, timer, error));
    return true;
  }
}
