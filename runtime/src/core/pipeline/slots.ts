/** A fixed number of places for work that runs at the same time. */
export interface Slots {
  /** Has the work started as soon as a slot is free, which may be at once, first come first served; never once stopping. */
  whenFree(start: () => void): void;
  /** Resolves when a slot is free, in the same order. Rejects with the signal's reason once that is aborted. */
  acquire(): Promise<void>;
  release(): void;
  /** Resolves as soon as no slot is taken. */
  idle(): Promise<void>;
}

interface Waiter {
  start(): void;
  /** No slot will be given any more. */
  drop?(reason: unknown): void;
}

/** Once `stopping` is aborted no slot is given any more; those that are taken stay taken until released. */
export function createSlots(count: number, stopping: AbortSignal): Slots {
  let taken = 0;
  const waiters = createQueue<Waiter>();
  const idlers: (() => void)[] = [];
  stopping.addEventListener(
    'abort',
    () => {
      for (let waiter = waiters.take(); waiter !== undefined; waiter = waiters.take()) waiter.drop?.(stopping.reason);
    },
    { once: true },
  );

  const enter = (waiter: Waiter): void => {
    if (taken >= count) {
      waiters.add(waiter);
      return;
    }
    taken += 1;
    waiter.start();
  };

  return {
    whenFree: (start) => {
      if (!stopping.aborted) enter({ start });
    },
    acquire: () =>
      new Promise((start, drop) => {
        if (stopping.aborted) drop(stopping.reason);
        else enter({ start, drop });
      }),
    release: () => {
      const waiter = waiters.take();
      if (waiter !== undefined) {
        waiter.start();
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

interface Queue<Item> {
  add(item: Item): void;
  take(): Item | undefined;
}

/** An array whose front is moved rather than cut off: that takes as long as the array is. */
function createQueue<Item>(): Queue<Item> {
  let items: (Item | undefined)[] = [];
  let front = 0;
  return {
    add: (item) => void items.push(item),
    take: () => {
      const item = items[front];
      items[front] = undefined;
      if (front < items.length) front += 1;
      if (front === items.length) [items, front] = [[], 0];
      return item;
    },
  };
}
