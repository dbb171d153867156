/** Waiting times that double, in milliseconds. */
export interface Backoff {
  readonly first: number;
  readonly longest: number;
}

/** Waits grow at most this many times; also keeps two to that power finite. */
const doublings = 30;

/**
 * The wait after so many failures, 1 and up. Up to a fifth is taken off at random, so that what failed together is not
 * tried again together.
 */
export function backoffDelay(failures: number, { first, longest }: Backoff, random: () => number): number {
  const full = Math.min(longest, first * 2 ** Math.min(failures - 1, doublings));
  return Math.round(full * (1 - random() / 5));
}
