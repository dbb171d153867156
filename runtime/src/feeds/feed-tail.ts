import type { Logger } from '../core/client.ts';
import type { Database, Sql } from '../core/database.ts';
import { bigintOf, booleanOf } from '../database/columns.ts';
import { createBell } from './bell.ts';
import { readEvents } from './feed-event.ts';
import { forgetEvents } from './forget-events.ts';
import { numberArrivals } from './number-arrivals.ts';
import { createRecentEvents, type RecentEvents } from './recent-events.ts';

/** Rounds in a row that come soon after one another once something was added here, and their distance in milliseconds. */
const eager = { rounds: 10, wait: 5 } as const;

/** After a failure, and between two looks at what has become old, in milliseconds. */
const pauses = { failure: 1_000, forgetting: 60_000 } as const;

/** Events that are read in one query. */
const batch = 1_000;

export interface TailOptions {
  readonly database: Database;
  readonly log: Logger;
  /** Position to begin behind. */
  readonly start: bigint;
  readonly retention: number;
  readonly pollEvery: number;
}

/** The end of the feed: numbers what arrives, whichever process added it, and tells those who wait. */
export interface FeedTail {
  readonly recent: RecentEvents;
  grown(position: bigint, signal: AbortSignal): Promise<void>;
  /** Something may be committed in a moment. */
  expect(): void;
  close(): Promise<void>;
}

export function startTail({ database, log, start, retention, pollEvery }: TailOptions): FeedTail {
  const recent = createRecentEvents(start);
  const waiting = createWaiting();
  const bell = createBell();
  let isOpen = true;
  let hurried = 0;
  let nextForgetting = 0;

  const round = async (): Promise<void> => {
    const grew = await database.transaction(async (tx) => {
      if (await hasArrivals(tx)) await numberArrivals(tx);
      return isBehind(tx, recent.last);
    });
    if (grew) {
      recent.add(await database.transaction((tx) => readEvents(tx, recent.last, batch)));
      waiting.tell(recent.last);
      hurried = eager.rounds;
    }
    if (performance.now() < nextForgetting) return;
    while (isOpen && (await database.transaction((tx) => forgetEvents(tx, retention))));
    nextForgetting = performance.now() + pauses.forgetting;
  };

  const run = async (): Promise<void> => {
    let failed = false;
    while (isOpen) {
      try {
        await round();
        failed = false;
      } catch (error) {
        if (!failed) log.warn({ err: error }, 'the feed stands still, will be tried again');
        failed = true;
      }
      hurried = Math.max(0, hurried - 1);
      await bell.wait(failed ? pauses.failure : hurried > 0 ? eager.wait : pollEvery);
    }
  };

  const ended = run();
  return {
    recent,
    grown: (position, signal) => waiting.until(position, () => recent.last, signal),
    expect: () => {
      hurried = eager.rounds;
      bell.ring();
    },
    close: async () => {
      isOpen = false;
      bell.ring();
      await ended;
    },
  };
}

async function hasArrivals(tx: Sql): Promise<boolean> {
  const [row] = await tx.query('select exists (select 1 from eventwright_feed_arrival) as waiting');
  return row !== undefined && booleanOf(row, 'waiting');
}

async function isBehind(tx: Sql, last: bigint): Promise<boolean> {
  const [row] = await tx.query('select last_position from eventwright_feed_state');
  return row !== undefined && bigintOf(row, 'last_position') > last;
}

interface Waiting {
  tell(last: bigint): void;
  until(position: bigint, last: () => bigint, signal: AbortSignal): Promise<void>;
}

/** Those who wait at the end of the feed: a thousand of them are a thousand entries of a set, and no timers. */
function createWaiting(): Waiting {
  const waiting = new Set<(last: bigint) => void>();
  return {
    tell: (last) => {
      for (const told of [...waiting]) told(last);
    },
    until: (position, last, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        if (last() > position) return resolve();
        const told = (now: bigint): void => {
          if (now <= position) return;
          end();
          resolve();
        };
        const aborted = (): void => {
          end();
          reject(signal.reason);
        };
        const end = (): void => {
          waiting.delete(told);
          signal.removeEventListener('abort', aborted);
        };
        waiting.add(told);
        signal.addEventListener('abort', aborted, { once: true });
      }),
  };
}
