import type { PostOutcome } from './post.ts';

const [second, minute, hour] = [1_000, 60_000, 3_600_000];

/** Waits before each of the later tries, in milliseconds, as Standard Webhooks has them: 75.6 hours in all. */
export const standardSchedule: readonly number[] = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/** A receiver may ask for a later try, but not for a later day than this, in milliseconds. */
const longestRetryAfter = 24 * hour;

/** What follows a try. */
export type NextTry =
  | { readonly kind: 'delivered' }
  /** After so many milliseconds. */
  | { readonly kind: 'later'; readonly wait: number; readonly error: string }
  | { readonly kind: 'disable'; readonly reason: 'gone' | 'exhausted'; readonly error: string };

/** @param attempts Tries so far, this one included. */
export function nextTry(outcome: PostOutcome, attempts: number, schedule: readonly number[]): NextTry {
  if (outcome.kind === 'answer' && outcome.status >= 200 && outcome.status < 300) return { kind: 'delivered' };
  const error = errorOf(outcome);
  if (outcome.kind === 'answer' && outcome.status === 410) return { kind: 'disable', reason: 'gone', error };
  const wait = schedule[attempts - 1];
  if (wait === undefined) return { kind: 'disable', reason: 'exhausted', error };
  const asked = outcome.kind === 'answer' ? (outcome.retryAfter ?? 0) : 0;
  return { kind: 'later', wait: Math.max(wait, Math.min(asked, longestRetryAfter)), error };
}

function errorOf(outcome: PostOutcome): string {
  if (outcome.kind === 'failure') return outcome.error;
  const isRedirect = outcome.status >= 300 && outcome.status < 400;
  return `it answered ${outcome.status}${isRedirect ? ', and redirects are not followed' : ''}`;
}
