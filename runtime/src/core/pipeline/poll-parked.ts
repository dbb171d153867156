import type { DueKey } from '../delivery.ts';
import type { Wait } from '../wait.ts';
import type { ParkedSettling } from './settling.ts';

/** Keys that are asked for at once. */
const keysAtOnce = 64;
/** How long to wait at most before asking again, in milliseconds: somebody else may have made a key due. */
const longestWait = 5_000;

export interface PollOptions {
  readonly parked: ParkedSettling;
  readonly wait: Wait;
  readonly now: () => Date;
  /** Aborted when nothing is to be taken up any more. */
  readonly stopping: AbortSignal;
  /** Has a key taken up in its lane; resolves when that is over. */
  takeUp(key: DueKey): Promise<void>;
  /** The database could not be asked, and will be again. */
  failed(error: unknown): void;
}

/** Looks for parked keys that are due, until it is stopped. */
export interface ParkedPoll {
  /** A key is due in so many milliseconds. */
  due(milliseconds: number): void;
}

export function pollParked(options: PollOptions): ParkedPoll {
  const { parked, stopping } = options;
  const alarm = createAlarm(options);
  const underWay = new Set<string>();
  let mayBeMore = false;

  const takeUp = (key: DueKey): void => {
    const name = `${key.lane} ${key.key?.join(' ')}`;
    if (underWay.has(name)) return;
    underWay.add(name);
    void options.takeUp(key).then(() => {
      underWay.delete(name);
      if (mayBeMore) alarm.due(0);
    });
  };

  const ask = async (): Promise<number> => {
    try {
      const { keys, nextIn = longestWait } = await parked.dueKeys(keysAtOnce);
      mayBeMore = keys.length === keysAtOnce;
      if (!stopping.aborted) for (const key of keys) takeUp(key);
      return Math.min(nextIn, longestWait);
    } catch (error) {
      if (!stopping.aborted) options.failed(error);
      return longestWait;
    }
  };

  const poll = async (): Promise<void> => {
    while (!stopping.aborted) await alarm.sleep(await ask());
  };
  void poll();
  return { due: alarm.due };
}

interface Alarm {
  /** Resolves after so many milliseconds, or earlier where something is due earlier. */
  sleep(milliseconds: number): Promise<void>;
  due(milliseconds: number): void;
}

function createAlarm({ wait, now, stopping }: Pick<PollOptions, 'wait' | 'now' | 'stopping'>): Alarm {
  let earliest = Number.POSITIVE_INFINITY;
  /** When the sleep ends, by the clock; while nobody sleeps, everything is noted. */
  let until = Number.POSITIVE_INFINITY;
  let woken = new AbortController();
  stopping.addEventListener('abort', () => woken.abort(), { once: true });

  /** Resolves with whether the time has passed undisturbed. */
  const slumber = async (milliseconds: number): Promise<boolean> => {
    woken = new AbortController();
    until = now().getTime() + milliseconds;
    const { signal } = woken;
    await wait(milliseconds, signal).catch(() => undefined);
    until = Number.POSITIVE_INFINITY;
    return !signal.aborted;
  };

  return {
    sleep: async (milliseconds) => {
      let left = milliseconds;
      do {
        left = Math.min(left, earliest);
        earliest = Number.POSITIVE_INFINITY;
      } while (!stopping.aborted && !(await slumber(left)));
    },
    due: (milliseconds) => {
      if (now().getTime() + milliseconds >= until) return;
      earliest = Math.min(earliest, milliseconds);
      woken.abort();
    },
  };
}
