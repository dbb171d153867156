/** Remembers that something has changed until somebody asks; a change while nobody waits is not lost. */
export interface ChangeSignal {
  notify(): void;
  /**
   * Resolves with true once something has changed since the last call and nothing more has for a while, or with false
   * when the signal is aborted.
   */
  next(signal: AbortSignal): Promise<boolean>;
}

interface SignalOptions {
  /** How long nothing more must change, in milliseconds: programs write in more than one step. */
  readonly quiet: number;
  /** The longest wait for that, in milliseconds, where changes do not end. */
  readonly atMost: number;
}

export function createChangeSignal({ quiet, atMost }: SignalOptions): ChangeSignal {
  let changedAt: number | undefined;
  let wake = (): void => undefined;
  return {
    notify() {
      changedAt = performance.now();
      wake();
    },
    async next(signal) {
      const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      while (changedAt === undefined) {
        if (signal.aborted) return false;
        await Promise.race([new Promise<void>((resolve) => (wake = resolve)), stopped]);
      }
      const deadline = performance.now() + atMost;
      for (;;) {
        const wait = Math.min(changedAt + quiet, deadline) - performance.now();
        if (signal.aborted) return false;
        if (wait <= 0) break;
        await Promise.race([new Promise<void>((resolve) => setTimeout(resolve, wait)), stopped]);
      }
      changedAt = undefined;
      return true;
    },
  };
}
