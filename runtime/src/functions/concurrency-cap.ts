import { RuntimeError } from '../core/errors.ts';

/** Lets so many calls run at the same time; others wait in the order in which they came. */
export interface ConcurrencyCap {
  /** Rejects with the signal's reason where it is aborted before the work's turn has come. */
  run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

/** Throws `CONFIGURATION_INVALID` where the number is none. */
export function createConcurrencyCap(most: number): ConcurrencyCap {
  if (!Number.isSafeInteger(most) || most < 1) {
    throw new RuntimeError('CONFIGURATION_INVALID', `"concurrency" of a function is ${most}, expected 1 or more`);
  }
  const waiting = new Set<() => void>();
  let running = 0;

  const turn = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const begin = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        waiting.delete(begin);
        reject(signal.reason);
      };
      waiting.add(begin);
      signal.addEventListener('abort', giveUp, { once: true });
    });

  /** A place goes from hand to hand, so that nobody who comes later takes it. */
  const leave = (): void => {
    const [next] = waiting;
    if (next === undefined) running -= 1;
    else {
      waiting.delete(next);
      next();
    }
  };

  return {
    run: async (signal, work) => {
      signal.throwIfAborted();
      if (running < most) running += 1;
      else await turn(signal);
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
