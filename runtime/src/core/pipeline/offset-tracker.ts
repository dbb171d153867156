/** Knows which offsets of a claim are unfinished, and so how far it may commit. */
export interface OffsetTracker {
  /** Offsets start in ascending order, as the log delivers them. */
  started(offset: bigint): void;
  finished(offset: bigint): void;
  /** Unfinished ones. */
  readonly inFlight: number;
  /** Everything before it is finished: the lowest unfinished offset, else the one after the highest. */
  position(): bigint | undefined;
}

export function createOffsetTracker(): OffsetTracker {
  // A Set keeps the order of insertion, so its first element is the lowest unfinished offset.
  const unfinished = new Set<bigint>();
  let next: bigint | undefined;
  return {
    started: (offset) => {
      unfinished.add(offset);
      next = offset + 1n;
    },
    finished: (offset) => {
      unfinished.delete(offset);
    },
    get inFlight(): number {
      return unfinished.size;
    },
    position: () => unfinished.values().next().value ?? next,
  };
}
