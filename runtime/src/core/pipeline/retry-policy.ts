import type { ErrorSpec } from '../application.ts';
import { type Backoff, backoffDelay } from './backoff.ts';
import type { DeadReason, Failure } from './failure.ts';
import type { WaitScope } from './lanes.ts';

export interface RetryPolicy {
  /** Tries in place before an event is tried later. */
  readonly attempts: number;
  /** Waits before the later tries, in milliseconds; after the last of them an event is given up. */
  readonly later: readonly number[];
  /** How long a try may take, in milliseconds. */
  readonly timeout: number;
  /** What classes of errors mean. */
  readonly errors: readonly ErrorSpec[];
  /** Waits between the tries in place. */
  readonly inPlace: Backoff;
  /** Waits for what a handler wants to be tried again later. */
  readonly retryLater: Backoff;
  /** Waits for what is away. */
  readonly outage: Backoff;
  /** 0 up to 1. */
  random(): number;
}

/** What follows a failure. */
export type NextStep =
  | { readonly kind: 'wait'; readonly milliseconds: number; readonly scope: WaitScope }
  /** Its key is set aside for so long. */
  | { readonly kind: 'park'; readonly milliseconds: number }
  | { readonly kind: 'dead'; readonly reason: DeadReason };

type Waiting = Exclude<NextStep, { readonly kind: 'dead' }>;

/** The failures of one record. */
export interface Retries {
  /** Decides what follows a failure, so many milliseconds after the record's first one. */
  next(failure: Failure, elapsed?: number): NextStep;
  /** Those that use up tries; outages, conflicts and waits that the handler asked for do not. */
  readonly failures: number;
}

/** Conflicts in a row that use up no try: one that never ends is a fault of the handler. */
const conflictsForgiven = 20;

/** Starts the count for one record, which has failed so many times before it was set aside. */
export function startRetries(policy: RetryPolicy, before = 0): Retries {
  const counts = { failures: before, later: 0, outage: 0, conflict: 0 };

  const wait = (failures: number, backoff: Backoff, scope: WaitScope): Waiting => ({
    kind: 'wait',
    milliseconds: backoffDelay(failures, backoff, policy.random),
    scope,
  });

  const failed = (inPlace: number, after = 0): NextStep => {
    counts.failures += 1;
    if (counts.failures < inPlace) return noSooner(wait(counts.failures, policy.inPlace, 'key'), after);
    const milliseconds = policy.later[counts.failures - inPlace];
    if (milliseconds === undefined) return { kind: 'dead', reason: 'exhausted' };
    return noSooner({ kind: 'park', milliseconds }, after);
  };

  return {
    get failures(): number {
      return counts.failures;
    },
    next: (failure, elapsed = 0) => {
      switch (failure.kind) {
        case 'dead':
          return failure;
        case 'outage':
          counts.outage += 1;
          return wait(counts.outage, policy.outage, 'all');
        case 'conflict':
          counts.conflict += 1;
          if (counts.conflict <= conflictsForgiven) return wait(counts.conflict, policy.inPlace, 'key');
          return failed(policy.attempts);
        case 'later':
          counts.later += 1;
          return {
            kind: 'park',
            milliseconds: backoffDelay(counts.later, policy.retryLater, policy.random, elapsed),
          };
        case 'retry':
          // Where there are no later tries, those in place are better than none.
          return failed(policy.later.length > 0 ? 1 : policy.attempts, failure.after);
        case 'transient':
          return failed(policy.attempts);
        default:
          return failure satisfies never;
      }
    },
  };
}

function noSooner(step: Waiting, after: number): NextStep {
  return { ...step, milliseconds: Math.max(step.milliseconds, after) };
}
