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
  // Distances from the first offset: numbers cost a set much less than big ones. It keeps the order of insertion, so its
  // first element is the lowest unfinished one.
  const unfinished = new Set<number>();
  let first: bigint | undefined;
  let last: bigint | undefined;
  return {
    started: (offset) => {
      first ??= offset;
      last = offset;
      unfinished.add(Number(offset - first));
    },
    finished: (offset) => {
      if (first !== undefined) unfinished.delete(Number(offset - first));
    },
    get inFlight(): number {
      return unfinished.size;
    },
    position: () => {
      if (first === undefined || last === undefined) return undefined;
      const [lowest] = unfinished;
      return lowest === undefined ? last + 1n : first + BigInt(lowest);
    },
  };
}
