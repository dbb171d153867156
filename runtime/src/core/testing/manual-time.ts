import type { Wait } from '../wait.ts';

/** Time that stands still until a test moves it. */
export interface ManualTime {
  readonly wait: Wait;
  readonly now: () => Date;
  /** Lets so many milliseconds pass; who waits for less goes on, in the order of the times, until all has come to rest. */
  advance(milliseconds: number): Promise<void>;
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
      const sleeper = { due: time + milliseconds, resolve };
      sleepers.add(sleeper);
      signal.addEventListener('abort', () => {
        sleepers.delete(sleeper);
        reject(signal.reason);
      });
    });
  const nextDue = (until: number): Sleeper | undefined =>
    [...sleepers].filter((one) => one.due <= until).sort((a, b) => a.due - b.due)[0];
  return {
    wait,
    now: () => new Date(time),
    get waiting(): number {
      return sleepers.size;
    },
    advance: async (milliseconds) => {
      const until = time + milliseconds;
      await atRest();
      for (let sleeper = nextDue(until); sleeper !== undefined; sleeper = nextDue(until)) {
        time = sleeper.due;
        sleepers.delete(sleeper);
        sleeper.resolve();
        await atRest();
      }
      time = until;
    },
  };
}

/** Resolves when everything that needs no time has happened. */
export function atRest(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
