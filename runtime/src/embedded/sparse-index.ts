/** A record is at most this many bytes behind an index entry. */
export const INDEX_INTERVAL_BYTES = 4096;

/** Where in a segment's file some of its offsets are. It lives in memory only and is built while the file is scanned. */
export interface SparseIndex {
  /** Takes the place of each record, in order, and keeps some. */
  note(offset: number, position: number): void;
  /** Position of the last kept offset that is not behind the given one; 0 where there is none. */
  positionOf(offset: number): number;
}

export function createSparseIndex(): SparseIndex {
  const offsets: number[] = [];
  const positions: number[] = [];

  /** How many of the kept offsets are not behind `offset`. */
  function countUpTo(offset: number): number {
    let low = 0;
    for (let high = offsets.length; low < high; ) {
      const middle = (low + high) >>> 1;
      if ((offsets[middle] ?? offset) <= offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  return {
    note(offset, position) {
      if (position >= (positions.at(-1) ?? 0) + INDEX_INTERVAL_BYTES) {
        offsets.push(offset);
        positions.push(position);
      }
    },
    positionOf: (offset) => positions[countUpTo(offset) - 1] ?? 0,
  };
}
