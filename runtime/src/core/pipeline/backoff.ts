/** Waiting times that double, in milliseconds. */
export interface Backoff {
  readonly first: number;
  readonly longest: number;
}

/** Waits grow at most this many times; also keeps two to that power finite. */
const doublings = 30;

/**
 * The wait after so many failures, 1 and up; where it is known how long ago the first one was, in milliseconds, at least
 * the one that doubling would have come to by now. Up to a fifth is taken off at random, so that what failed together is
 * not tried again together.
 */
export function backoffDelay(failures: number, { first, longest }: Backoff, random: () => number, elapsed = 0): number {
  const doubled = Math.max(first * 2 ** Math.min(failures - 1, doublings), first + elapsed);
  return Math.round(Math.min(longest, doubled) * (1 - random() / 5));
}
