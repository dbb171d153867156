/** Joins what is added close in time, so that many callers share the cost of one flush. */
export interface GroupCommit<Item> {
  /** Resolves when the flush that took the item has succeeded, rejects as that flush did. */
  add(item: Item): Promise<void>;
  /** Resolves when everything added so far has been flushed or has failed. */
  settled(): Promise<void>;
}

/** One flush runs at a time; it takes everything that was added, in order, while the last one ran or in one tick. */
export function createGroupCommit<Item>(flush: (items: readonly Item[]) => Promise<void>): GroupCommit<Item> {
  let gathering: { readonly items: Item[]; readonly flushed: Promise<void> } | undefined;
  let last: Promise<void> = Promise.resolve();

  function gather(): { readonly items: Item[]; readonly flushed: Promise<void> } {
    const items: Item[] = [];
    const ready = Promise.all([last, endOfTick()]);
    const flushed = ready.then(() => {
      gathering = undefined;
      return flush(items);
    });
    last = flushed.catch(() => undefined);
    return { items, flushed };
  }

  return {
    add(item) {
      gathering ??= gather();
      gathering.items.push(item);
      return gathering.flushed;
    },
    settled: () => last,
  };
}

function endOfTick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
