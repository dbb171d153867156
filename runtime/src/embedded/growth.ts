/** Wakes those who wait for a log to grow. */
export interface Growth {
  /** Resolves when `isReached` answers true after a call of `grew`, or when the signal is aborted. */
  until(isReached: () => boolean, signal: AbortSignal): Promise<void>;
  grew(): void;
}

export function createGrowth(): Growth {
  const waiting = new Set<() => void>();
  return {
    until: (isReached, signal) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (isReached() || signal.aborted) {
            waiting.delete(check);
            signal.removeEventListener('abort', check);
            resolve();
          }
        };
        waiting.add(check);
        signal.addEventListener('abort', check);
        check();
      }),
    grew() {
      for (const check of waiting) {
        check();
      }
    },
  };
}
