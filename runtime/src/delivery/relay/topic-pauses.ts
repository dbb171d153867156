import { type Backoff, backoffDelay } from '../../core/pipeline/backoff.ts';

const backoff: Backoff = { first: 50, longest: 5_000 };

/** Topics that cannot be published to at the moment. The others go on. */
export interface TopicPauses {
  /** Publishing has failed. Returns when it is tried again, in milliseconds from now. */
  failed(topic: string): number;
  succeeded(topic: string): void;
  /** Those whose time has not come yet. */
  now(): readonly string[];
  /** Whether there is any, its time come or not. */
  any(): boolean;
}

interface Pause {
  readonly failures: number;
  readonly until: number;
}

/** @param clock In milliseconds, ascending. */
export function createTopicPauses(clock: () => number): TopicPauses {
  const pauses = new Map<string, Pause>();
  return {
    failed: (topic) => {
      const now = clock();
      const pause = pauses.get(topic);
      // Shards that failed together failed once.
      if (pause !== undefined && now < pause.until) return pause.until - now;
      const failures = (pause?.failures ?? 0) + 1;
      const delay = backoffDelay(failures, backoff, Math.random);
      pauses.set(topic, { failures, until: now + delay });
      return delay;
    },
    succeeded: (topic) => {
      pauses.delete(topic);
    },
    now: () => [...pauses].filter(([, { until }]) => clock() < until).map(([topic]) => topic),
    any: () => pauses.size > 0,
  };
}
