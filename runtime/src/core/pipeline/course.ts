import type { Logger } from '../client.ts';
import type { Parking } from '../delivery.ts';
import type { Telemetry } from '../telemetry.ts';
import type { StoredRecord } from '../transport.ts';
import type { Death } from './dead-letter.ts';
import type { Decoded } from './decode.ts';
import type { DeadReason, Failure } from './failure.ts';
import type { Outages } from './outages.ts';
import { type NextStep, type RetryPolicy, startRetries } from './retry-policy.ts';

/** What a course needs of the pipeline. */
export interface CourseOptions {
  readonly record: StoredRecord;
  readonly decoded?: Decoded | undefined;
  readonly policy: RetryPolicy;
  /** What happened to the record before it was parked. */
  readonly before?: Pick<Parking, 'attempts' | 'failures'> & { readonly firstFailedAt: Date | undefined };
  readonly owner: Pick<Death, 'group' | 'service' | 'serviceVersion'>;
  readonly outages: Outages;
  readonly dropsExpired?: boolean;
  readonly telemetry: Telemetry;
  readonly now: () => Date;
  readonly log: Logger;
}

/** Nobody waits any more for the answer to a request, or needs the effect of an event: it is dropped. */
export interface Expiry {
  readonly kind: 'expired';
}

/** What happens to one record, from failure to failure. */
export interface Course {
  /** The next try begins; returns its number, from 1. */
  begin(): number;
  /** Takes note of a failure and decides what follows. */
  failed(error: unknown, failure: Failure): NextStep | Expiry;
  /** Why it is given up after its last failure. */
  death(reason: DeadReason): Death;
  /** How it is parked after its last failure. */
  parking(dueIn: Parking['dueIn']): Parking;
  /** It has an end here. */
  over(): void;
}

export function startCourse(options: CourseOptions): Course {
  const { record, decoded, policy, before, owner, outages, telemetry, now, log } = options;
  const deadline = decoded && deadlineOf(decoded, options);
  const retries = startRetries(policy, before?.failures);
  let attempts = before?.attempts ?? 0;
  let firstFailedAt = before?.firstFailedAt;
  let last: { readonly error: unknown; readonly at: Date } | undefined;
  let outageOver: (() => void) | undefined;

  const noteOutage = (error: unknown, failure: Failure): void => {
    if (failure.kind === 'outage') outageOver ??= outages.began(error);
    else over();
  };

  const over = (): void => {
    outageOver?.();
    outageOver = undefined;
  };

  return {
    begin: () => {
      attempts += 1;
      return attempts;
    },
    failed: (error, failure) => {
      last = { error, at: now() };
      firstFailedAt ??= last.at;
      noteOutage(error, failure);
      const step = retries.next(failure, last.at.getTime() - firstFailedAt.getTime());
      const details = { ...describe(record, decoded), attempts, err: error };
      const isLate =
        deadline !== undefined && step.kind !== 'dead' && last.at.getTime() + step.milliseconds >= deadline;
      if (isLate) {
        log.warn(details, 'message failed, and its deadline comes before the next try');
        tellExpired(record, decoded, options);
        return { kind: 'expired' };
      }
      if (step.kind === 'dead') {
        log.error({ ...details, reason: step.reason }, 'message goes to the dead letter topic');
      } else {
        log.warn({ ...details, retryIn: step.milliseconds }, 'message failed, will be tried again');
      }
      return step;
    },
    death: (reason) => {
      const { topic, partition } = record;
      telemetry.tell({ kind: 'buried', group: owner.group, topic, partition, reason });
      const deadAt = last?.at ?? now();
      const death = { reason, error: last?.error, attempts: Math.max(attempts, 1), deadAt };
      return { ...death, firstFailedAt: firstFailedAt ?? deadAt, ...owner };
    },
    parking: (dueIn) => {
      const { failures } = retries;
      return { attempts, failures, dueIn, error: last?.error, firstFailedAt: firstFailedAt ?? now() };
    },
    over,
  };
}

/** A record, for logs. */
export function describe({ topic, partition, offset }: StoredRecord, decoded?: Decoded): object {
  const position = { topic, partition, offset };
  if (decoded === undefined) return position;
  const { name: message, id, correlationId, causationId } = decoded.event;
  return { ...position, message, id, correlationId, causationId };
}

/** From when on a message is dropped rather than handled, in milliseconds since the epoch; undefined where it never is. */
export function deadlineOf(
  { request, event }: Decoded,
  { dropsExpired = false }: Pick<CourseOptions, 'dropsExpired'>,
): number | undefined {
  return request?.deadline ?? (dropsExpired ? event.expires?.getTime() : undefined);
}

export function tellExpired(
  { topic, partition }: StoredRecord,
  decoded: Decoded | undefined,
  { telemetry, owner: { group } }: Pick<CourseOptions, 'telemetry' | 'owner'>,
): void {
  const what = decoded?.request?.deadline === undefined ? 'event' : 'request';
  telemetry.tell({ kind: 'expired', what, group, topic, partition });
}
