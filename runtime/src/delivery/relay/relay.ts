import type { Logger } from '../../core/client.ts';
import type { CrashPoints } from '../../core/crash-points.ts';
import type { Database } from '../../core/database.ts';
import { backoffDelay } from '../../core/pipeline/backoff.ts';
import type { Publisher } from '../../core/transport.ts';
import { createAlarm } from './alarm.ts';
import { createHeldShards } from './held-shards.ts';
import { createHorizon } from './horizon.ts';
import { createOutgoing } from './outgoing.ts';
import { takeTurn } from './relay-turn.ts';
import { startOver } from './shard-state.ts';

export interface RelayOptions {
  readonly database: Database;
  readonly publisher: Publisher;
  readonly log: Logger;
  /** Whether what follows a refused record under its key has to wait until somebody has seen to it. */
  readonly holds: boolean;
  readonly reach: CrashPoints;
  /** In milliseconds. */
  readonly leaseTime: number;
  /** Tests give their own. Default: the system's, in milliseconds, ascending. */
  readonly clock?: () => number;
}

/** Publishes what the outbox holds, and deletes what the log has. */
export interface Relay {
  /** Something has been committed, for these shards or who knows which. */
  wake(shards?: Iterable<number>): void;
  /** Publishes what there is, for so many milliseconds at most, then ends and gives its shards to others. */
  close(timeout: number): Promise<void>;
  /** Why nothing, or not all, is published at the moment. */
  readonly error: unknown;
  /** How many shards this relay empties. */
  readonly shards: number;
}

/**
 * Waits between turns without anything to do, in milliseconds: doubling up to the longest, or, where there is no other
 * instance that could have committed what this one does not know of, up to the longest of one that is alone.
 */
const idle = { first: 20, longest: 500, longestAlone: 2_000 } as const;

/** How often the relay finds out what it need not read again, in milliseconds. */
const lookBackEvery = 100;

/** As often as it takes to find out that everything is done; looking costs a transaction's number each time. */
const looksAfterWork = 4;

/** How often it reads everything nevertheless: tables may be changed by hand. */
const startOverEvery = 60_000;

/** How long closing waits for the leases to be given back, in milliseconds. */
const releaseTimeout = 1_000;

/** Waits while the database is away. */
const outage = { first: 50, longest: 5_000 } as const;

/** Starts it; whatever happens, it goes on until it is closed. */
export function startRelay(options: RelayOptions): Relay {
  const { database, log, holds, reach, leaseTime, clock = () => performance.now() } = options;
  const shards = createHeldShards({ database, clock, leaseTime });
  const publisher: Publisher = {
    publish: async (records) => {
      const positions = await options.publisher.publish(records);
      await reach('after-publish');
      return positions;
    },
  };
  const outgoing = createOutgoing({ publisher, log, holds, clock, areLeased: shards.areLeased });
  const alarm = createAlarm();
  const horizon = createHorizon();
  let lookBackAt = 0;
  let looksLeft = looksAfterWork;
  let startOverAt = clock() + startOverEvery;
  // Leases must not end while it waits.
  const longestAlone = Math.min(idle.longestAlone, Math.max(idle.longest, leaseTime / 5));
  let phase: 'open' | 'closing' | 'ended' = 'open';
  let databaseFailures = 0;
  let databaseError: unknown;

  const step = async (): Promise<boolean> => {
    await shards.renewIfDue();
    const now = clock();
    if (now >= startOverAt) {
      for (const state of shards.all()) startOver(state);
      startOverAt = now + startOverEvery;
    }
    const looksBack = looksLeft > 0 && now >= lookBackAt;
    if (looksBack) [looksLeft, lookBackAt] = [looksLeft - 1, now + lookBackEvery];
    const worked = await takeTurn({
      ...{ database, shards, outgoing, horizon, holds, looksBack },
      published: ({ leaving }) => {
        if (leaving) shards.renewSoon();
        alarm.ring();
      },
    });
    if (worked) looksLeft = looksAfterWork;
    if (databaseFailures > 0) log.info({}, 'the relay can use the database again');
    [databaseFailures, databaseError] = [0, undefined];
    return worked;
  };

  /** How long to wait for the next step. */
  const recover = (error: unknown): number => {
    databaseFailures += 1;
    databaseError = error;
    shards.renewSoon();
    // What answers next may be another server.
    horizon.reset();
    for (const state of shards.all()) startOver(state);
    const retryIn = backoffDelay(databaseFailures, outage, Math.random);
    log.warn({ retryIn, err: error }, 'the relay cannot use the database, will try again');
    return retryIn;
  };

  const run = async (): Promise<void> => {
    let delay: number = idle.first;
    for (let flushing = false; phase !== 'ended'; flushing = phase === 'closing') {
      try {
        const worked = await step();
        if (flushing && !worked && !shards.isBusy() && outgoing.isDone()) break;
        delay = worked ? idle.first : Math.min(2 * delay, shards.isAlone() ? longestAlone : idle.longest);
      } catch (error) {
        delay = recover(error);
      }
      await alarm.wait(delay);
    }
    await shards.release();
  };

  const running = run();
  running.catch(() => undefined);
  let closed: Promise<void> | undefined;
  const close = async (timeout: number): Promise<void> => {
    phase = 'closing';
    alarm.ring();
    await endsWithin(running, timeout);
    phase = 'ended';
    alarm.ring();
    // What could not be published is left; the leases are not, if the database lets go of them.
    await endsWithin(running, releaseTimeout);
  };

  return {
    wake: (woken) => {
      if (woken === undefined || [...woken].some((shard) => shards.has(shard))) alarm.ring();
    },
    close: (timeout) => {
      closed ??= close(timeout);
      return closed;
    },
    get error(): unknown {
      return databaseError ?? outgoing.error;
    },
    get shards(): number {
      return shards.count;
    },
  };
}

/** Resolves when the work has ended, however, or after so many milliseconds. */
async function endsWithin(work: Promise<void>, milliseconds: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timeout = setTimeout(resolve, milliseconds);
  await Promise.race([work.catch(() => undefined), promise]);
  clearTimeout(timeout);
}
