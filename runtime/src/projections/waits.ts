import type { Database, Sql } from '../core/database.ts';
import { waitByTimer } from '../core/wait.ts';
import { readBuilds, readPositions } from './build.ts';
import { isAtLeast } from './show-tables.ts';
import { storeName } from './store-source.ts';

/** A place that the live view is to be behind; of the store where no source is named. */
export interface AwaitedPlace {
  readonly source: string | undefined;
  readonly partition: number;
  readonly next: bigint;
  readonly transaction: bigint;
}

export interface Waits {
  /** The view has moved: whoever waits looks at once. Where another process moves it, they look from time to time. */
  advanced(): void;
  reached(place: AwaitedPlace, within: number): Promise<boolean>;
  until<T>(ask: (tx: Sql) => Promise<T | undefined>, within: number): Promise<T | undefined>;
}

/** Between two looks that nothing gives rise to, in milliseconds. */
const pollInterval = 50;

export function createWaits(database: Database, name: string): Waits {
  let moved = Promise.withResolvers<void>();

  const until: Waits['until'] = async (ask, within) => {
    const deadline = performance.now() + within;
    for (;;) {
      // Before the question: what moves while it is asked is not missed.
      const next = moved.promise;
      const answer = await database.transaction(ask);
      const left = deadline - performance.now();
      if (answer !== undefined || left <= 0) return answer;
      await soon(next, Math.min(pollInterval, left));
    }
  };
  return {
    until,
    advanced: () => {
      moved.resolve();
      moved = Promise.withResolvers();
    },
    reached: async (place, within) => {
      const isThere = async (tx: Sql): Promise<true | undefined> =>
        (await isReached(tx, name, place)) ? true : undefined;
      return (await until(isThere, within)) ?? false;
    },
  };
}

async function soon(signal: Promise<void>, milliseconds: number): Promise<void> {
  const timer = new AbortController();
  await Promise.race([signal, waitByTimer(milliseconds, timer.signal).catch(() => undefined)]);
  timer.abort();
}

async function isReached(tx: Sql, name: string, { source = storeName, ...place }: AwaitedPlace): Promise<boolean> {
  const live = (await readBuilds(tx, name)).find(({ state }) => state === 'live');
  if (live === undefined) return false;
  const positions = await readPositions(tx, live);
  const here = positions.find((one) => one.source === source && one.partition === place.partition);
  return here !== undefined && isAtLeast(here, place);
}
