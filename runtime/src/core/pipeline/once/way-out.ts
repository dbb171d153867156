import type { Parking } from '../../delivery.ts';
import { RuntimeError } from '../../errors.ts';
import type { StoredRecord } from '../../transport.ts';
import type { Course } from '../course.ts';
import type { Death } from '../dead-letter.ts';
import type { Failure } from '../failure.ts';
import type { WorkPlace } from '../process-record.ts';

/** What is done with a record instead of handling it. */
export type WayOut =
  /** It is none of this application's. */
  | { readonly kind: 'ignore' }
  /** It is set aside, and its key with it. */
  | { readonly kind: 'park'; readonly parking: Parking }
  /** It goes to the dead letter topic; where it is parked too, it keeps its key from going on without it. */
  | { readonly kind: 'bury'; readonly death: Death; readonly held?: Parking };

export interface FailedTry {
  readonly record: StoredRecord;
  readonly error: unknown;
  readonly failure: Failure;
  /** What the transaction was to do; undefined: handle the record. */
  readonly wayOut: WayOut | undefined;
  readonly course: Course;
  readonly turn: WorkPlace['turn'];
}

/** Waits, where a failure calls for it, and says what to do then; undefined: try again to handle the record. */
export async function afterFailure(failed: FailedTry): Promise<WayOut | undefined> {
  if (failed.wayOut !== undefined) return insist(failed.wayOut, failed);
  const { error, failure, course, turn } = failed;
  const step = course.failed(error, failure);
  switch (step.kind) {
    case 'wait':
      await turn.pause(step.milliseconds, step.scope);
      return undefined;
    case 'park':
      return { kind: 'park', parking: course.parking(step.milliseconds) };
    case 'dead':
      return buried(failed, step.reason);
    case 'expired':
      return { kind: 'ignore' };
    default:
      return step satisfies never;
  }
}

/** Where the tries were used up, the order of the key has to survive until somebody has mended the cause. */
function buried({ record, course }: FailedTry, reason: Death['reason']): WayOut {
  const death = course.death(reason);
  const isHeld = reason === 'exhausted' && record.key !== null;
  return isHeld ? { kind: 'bury', death, held: course.parking('held') } : { kind: 'bury', death };
}

async function insist(wayOut: WayOut, { error, course, turn }: FailedTry): Promise<WayOut> {
  const step = course.failed(error, { kind: 'outage' });
  // A dead letter that the outbox does not take can be kept by the table of what is parked alone.
  if (RuntimeError.is(error, 'RECORD_TOO_LARGE')) return { kind: 'park', parking: course.parking('held') };
  if (step.kind === 'wait') await turn.pause(step.milliseconds, step.scope);
  return wayOut;
}
