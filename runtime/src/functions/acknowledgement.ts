import { fatal, type HandlerError, retry } from '../core/handler-error.ts';

/** What a reply means for the event. */
export type Acknowledgement =
  /** Done. */
  | 'done'
  /** Its later tries follow, with its key parked. */
  | 'retry'
  /** It goes to the dead letter topic at once. */
  | 'fatal';

/** By status, what deviates from the rule. */
export type AcknowledgementRules = Readonly<Record<number, Acknowledgement>>;

/** A target that asks for a longer wait than this, in milliseconds, is asked again after it: one hour. */
const longestRetryAfter = 3_600_000;

/**
 * 2xx: done. 429 and 5xx: retry. Other 4xx: fatal. What is left, redirects first of all, is for an operator to mend, and
 * not the fault of an event: retry.
 */
export function acknowledgementOf(status: number, rules: AcknowledgementRules): Acknowledgement {
  const own = rules[status];
  if (own !== undefined) return own;
  if (status >= 200 && status < 300) return 'done';
  return status >= 400 && status < 500 && status !== 429 ? 'fatal' : 'retry';
}

/** The error for a reply that is no success; undefined for one that is. */
export function failureOf(
  { status, headers }: Pick<Response, 'status' | 'headers'>,
  { what, rules, now }: { readonly what: string; readonly rules: AcknowledgementRules; readonly now: number },
): HandlerError | undefined {
  const acknowledgement = acknowledgementOf(status, rules);
  if (acknowledgement === 'done') return undefined;
  const isRedirect = status >= 300 && status < 400;
  const cure = isRedirect ? '; redirects are not followed, so give its address itself as "url"' : '';
  const message = `${what} answered ${status}${cure}`;
  if (acknowledgement === 'fatal') return fatal(message);
  const after = retryAfter(headers.get('retry-after'), now);
  return retry(message, after === undefined ? {} : { after });
}

/** How long `Retry-After` asks to wait, in milliseconds: seconds, or a date. Undefined where it says nothing of use. */
export function retryAfter(text: string | null, now: number): number | undefined {
  if (text === null) return undefined;
  const milliseconds = /^\d{1,15}$/.test(text.trim()) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Number.isNaN(milliseconds) ? undefined : Math.min(Math.max(milliseconds, 0), longestRetryAfter);
}
