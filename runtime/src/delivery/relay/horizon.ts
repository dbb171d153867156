/** What the database says of its transactions at one moment. */
export interface Moment {
  /** The highest number that a row of the outbox has been given. */
  readonly last: bigint;
  /** Transactions with lower numbers have ended. */
  readonly ended: bigint;
  /** Transactions with this number or a higher one had not begun. */
  readonly begun: bigint;
}

/** Up to which number every row of the outbox is there, if it ever comes. */
export interface Horizon {
  /** Takes moments in the order of time and returns where the horizon is now. */
  observe(moment: Moment): bigint;
  /** The database may be another one. */
  reset(): void;
}

/**
 * A row gets its number when its transaction has one already. So a number that was given before a moment belongs to a
 * transaction that had begun by then; once all of those have ended, no row with such a number will come.
 */
export function createHorizon(): Horizon {
  let horizon = 0n;
  let before: bigint | undefined;
  let mark: { readonly last: bigint; readonly begun: bigint } | undefined;
  const reset = (): void => {
    horizon = 0n;
    before = undefined;
    mark = undefined;
  };
  return {
    observe: ({ last, ended, begun }) => {
      // A copy that has taken over may lag behind, and give numbers again.
      if (before !== undefined && last < before) reset();
      if (mark !== undefined && ended >= mark.begun) {
        horizon = mark.last;
        mark = undefined;
      }
      // The number of the moment before: the one of this moment may have been given after its transactions were counted.
      if (before !== undefined) mark ??= { last: before, begun };
      before = last;
      return horizon;
    },
    reset,
  };
}
