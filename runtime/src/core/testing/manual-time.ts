import type { Wait } from '../wait.ts';

/** Time that stands still until a test moves it. */
export interface ManualTime {
  readonly wait: Wait;
  readonly now: () => Date;
  /**
   * Lets so many milliseconds pass: who waits for less goes on, in the order of the times. Before time moves on each time,
   * `rest` resolves. Default: when everything has happened that needs no time.
   */
  advance(milliseconds: number, rest?: () => Promise<void>): Promise<void>;
  /** How many wait. */
  readonly waiting: number;
}

interface Sleeper {
  readonly due: number;
  resolve(): void;
}

export function manualTime(start: number = Date.parse('2026-11-21T10:00:00Z')): ManualTime {
  let time = start;
  const sleepers = new Set<Sleeper>();
  const wait: Wait = (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const abort = (): void => {
        sleepers.delete(sleeper);
        reject(signal.reason);
      };
      const sleeper: Sleeper = {
        due: time + milliseconds,
        resolve: () => {
          signal.removeEventListener('abort', abort);
          resolve();
        },
      };
      sleepers.add(sleeper);
      signal.addEventListener('abort', abort, { once: true });
    });
  const nextDue = (until: number): Sleeper | undefined =>
    [...sleepers].filter((one) => one.due <= until).sort((a, b) => a.due - b.due)[0];
  return {
    wait,
    now: () => new Date(time),
    get waiting(): number {
      return sleepers.size;
    },
    advance: async (milliseconds, rest = atRest) => {
      const until = time + milliseconds;
      await rest();
      for (let sleeper = nextDue(until); sleeper !== undefined; sleeper = nextDue(until)) {
        time = sleeper.due;
        sleepers.delete(sleeper);
        sleeper.resolve();
        await rest();
      }
      time = until;
    },
  };
}

/** Resolves when everything that needs no time has happened. */
export function atRest(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
