/** A fixed number of places for work that runs at the same time. */
export interface Slots {
  /** Takes a slot where one is free at once; false where there is none, or none is given any more. */
  take(): boolean;
  /** Resolves when a slot is free, first come first served. Rejects with the signal's reason once that is aborted. */
  acquire(): Promise<void>;
  release(): void;
  /** Resolves as soon as no slot is taken. */
  idle(): Promise<void>;
}

interface Waiter {
  resolve(): void;
  reject(reason: unknown): void;
}

/** Once `stopping` is aborted no slot is given any more; those that are taken stay taken until released. */
export function createSlots(count: number, stopping: AbortSignal): Slots {
  let taken = 0;
  const waiters: Waiter[] = [];
  const idlers: (() => void)[] = [];
  stopping.addEventListener(
    'abort',
    () => {
      for (const waiter of waiters.splice(0)) waiter.reject(stopping.reason);
    },
    { once: true },
  );
  const take = (): boolean => {
    if (taken >= count || stopping.aborted) return false;
    taken += 1;
    return true;
  };
  return {
    take,
    acquire: async () => {
      stopping.throwIfAborted();
      if (take()) return;
      await new Promise<void>((resolve, reject) => waiters.push({ resolve, reject }));
    },
    release: () => {
      const waiter = waiters.shift();
      if (waiter !== undefined) {
        waiter.resolve();
        return;
      }
      taken -= 1;
      if (taken === 0) for (const idle of idlers.splice(0)) idle();
    },
    idle: async () => {
      if (taken > 0) await new Promise<void>((resolve) => idlers.push(resolve));
    },
  };
}
