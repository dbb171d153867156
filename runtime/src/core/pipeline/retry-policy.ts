import type { Backoff } from './backoff.ts';
import { backoffDelay } from './backoff.ts';
import type { DeadReason, Failure } from './failure.ts';
import type { WaitScope } from './lanes.ts';

export interface RetryPolicy {
  /** Tries in place before an event is given up. */
  readonly attempts: number;
  /** Waits between these tries. */
  readonly inPlace: Backoff;
  /** Waits for what a handler wants to be tried again later. */
  readonly later: Backoff;
  /** Waits for what is away. */
  readonly outage: Backoff;
  /** 0 up to 1. */
  random(): number;
}

/** What follows a failure. */
export type NextStep =
  | { readonly kind: 'wait'; readonly milliseconds: number; readonly scope: WaitScope }
  | { readonly kind: 'dead'; readonly reason: DeadReason };

/** Decides what follows each failure of one record. */
export type DecideNext = (failure: Failure) => NextStep;

/** Starts the count for one record. Outages and waits that the handler asked for use up no tries. */
export function startRetries(policy: RetryPolicy): DecideNext {
  const failures = { transient: 0, later: 0, outage: 0 };
  const waitFor = (kind: keyof typeof failures, backoff: Backoff, scope: WaitScope): NextStep => ({
    kind: 'wait',
    milliseconds: backoffDelay(failures[kind], backoff, policy.random),
    scope,
  });
  return (failure) => {
    if (failure.kind === 'dead') return failure;
    failures[failure.kind] += 1;
    switch (failure.kind) {
      case 'outage':
        return waitFor('outage', policy.outage, 'all');
      case 'later':
        return waitFor('later', policy.later, 'key');
      case 'transient':
        if (failures.transient >= policy.attempts) return { kind: 'dead', reason: 'exhausted' };
        return waitFor('transient', policy.inPlace, 'key');
      default:
        return failure satisfies never;
    }
  };
}
