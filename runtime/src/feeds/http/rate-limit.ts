/** How many requests a subscriber may make. */
export interface RateLimitOptions {
  /** In the long run. */
  readonly perSecond: number;
  /** At once, after a pause. */
  readonly burst: number;
}

/** Counts by subscriber, in this process. */
export interface RateLimit {
  /** Undefined where one more request may be made, else in how many seconds. */
  take(id: string): number | undefined;
}

/** Subscribers that are remembered; beyond that those that have all their requests left are forgotten. */
const most = 10_000;

export function createRateLimit(
  { perSecond, burst }: RateLimitOptions,
  now: () => number = () => performance.now(),
): RateLimit {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    take: (id) => {
      const at = now();
      const before = buckets.get(id) ?? { left: burst, at };
      const left = Math.min(burst, before.left + ((at - before.at) / 1_000) * perSecond);
      if (buckets.size > most) for (const [one, { at: seen }] of buckets) if (at - seen > 60_000) buckets.delete(one);
      if (left < 1) return Math.ceil((1 - left) / perSecond);
      buckets.set(id, { left: left - 1, at });
      return undefined;
    },
  };
}
