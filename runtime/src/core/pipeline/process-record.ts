import type { Awaitable } from '../awaitable.ts';
import type { Logger } from '../client.ts';
import type { CrashPoints } from '../crash-points.ts';
import type { Telemetry } from '../telemetry.ts';
import type { Publisher, StoredRecord } from '../transport.ts';
import type { Outcome } from './accounting.ts';
import { backoffDelay } from './backoff.ts';
import { type Course, deadlineOf, describe, type Expiry, startCourse, tellExpired } from './course.ts';
import { type Death, deadLetterOf } from './dead-letter.ts';
import type { Decode, Decoded } from './decode.ts';
import { decodeFailure, handlerFailure } from './failure.ts';
import type { Handle } from './handle.ts';
import type { Turn } from './lanes.ts';
import type { Outages } from './outages.ts';
import { isForAnotherGroup } from './replay.ts';
import type { RetryPolicy } from './retry-policy.ts';

/** The slots of the pipeline, in their fixed order, and what they need. A record's lane has been found before. */
export interface Pipeline {
  readonly decode: Decode;
  readonly handle: Handle;
  /** Without: for what could not be decoded. */
  policyOf(decoded?: Decoded): RetryPolicy;
  /** Drops events, as it does requests, from the time on that their senders have set. Default false. */
  readonly dropsExpired?: boolean;
  /** Takes dead letters. */
  readonly publisher: Publisher;
  /** Names that dead letters carry. */
  readonly owner: Pick<Death, 'group' | 'service' | 'serviceVersion'>;
  readonly outages: Outages;
  readonly telemetry: Telemetry;
  readonly now: () => Date;
  readonly log: Logger;
  readonly reach: CrashPoints;
}

/** Where a record's work is done. */
export interface WorkPlace {
  readonly turn: Pick<Turn, 'pause'>;
  /** Aborted when the work no longer counts. */
  readonly signal: AbortSignal;
}

/** What decoding has made of a record. */
export type Reading =
  | { readonly kind: 'event'; readonly decoded: Decoded }
  | { readonly kind: 'unreadable'; readonly death: Death }
  /** It is none of this application's. */
  | { readonly kind: 'ignored' };

/**
 * Decodes and handles a record until that has an end: applied, ignored or durably dead-lettered. Rejects when the turn
 * or the signal says that the work no longer counts.
 */
export async function processRecord(record: StoredRecord, place: WorkPlace, pipeline: Pipeline): Promise<Outcome> {
  const read = readRecord(record, place, pipeline);
  const reading = read instanceof Promise ? await read : read;
  if (reading.kind === 'ignored') return 'ignored';
  const end =
    reading.kind === 'unreadable' ? reading.death : await handleUntilEnd(record, reading.decoded, { place, pipeline });
  if (end === undefined) return 'applied';
  if ('kind' in end) return 'ignored';
  await bury(record, end, { place, pipeline });
  return 'dead';
}

/** Decodes a record, for as long as what that needs is away. */
export function readRecord(record: StoredRecord, place: WorkPlace, pipeline: Pipeline): Awaitable<Reading> {
  if (isForAnotherGroup(record, pipeline.owner.group)) return { kind: 'ignored' };
  const first = decodeOnce(record, pipeline);
  return first instanceof Promise
    ? readPatiently(record, first, { place, pipeline })
    : readingOf(record, first, pipeline);
}

/** As `Pipeline.decode`, but a promise is the only thing that fails. */
function decodeOnce(record: StoredRecord, { decode }: Pipeline): Awaitable<Decoded | undefined> {
  try {
    return decode(record);
  } catch (error) {
    return Promise.reject(error);
  }
}

function readingOf(record: StoredRecord, decoded: Decoded | undefined, pipeline: Pipeline): Reading {
  if (decoded === undefined) return { kind: 'ignored' };
  const deadline = deadlineOf(decoded, pipeline);
  if (deadline === undefined || pipeline.now().getTime() < deadline) return { kind: 'event', decoded };
  tellExpired(record, decoded, pipeline);
  return { kind: 'ignored' };
}

async function readPatiently(
  record: StoredRecord,
  first: Promise<Decoded | undefined>,
  { place, pipeline }: { readonly place: WorkPlace; readonly pipeline: Pipeline },
): Promise<Reading> {
  let course: Course | undefined;
  try {
    for (let decoding: Awaitable<Decoded | undefined> = first; ; decoding = decodeOnce(record, pipeline)) {
      try {
        return readingOf(record, await decoding, pipeline);
      } catch (error) {
        place.signal.throwIfAborted();
        course ??= startCourse({ ...pipeline, record, policy: pipeline.policyOf() });
        const end = await waitOrEnd(course, decodeFailure(error), { error, turn: place.turn });
        if (end !== undefined) return 'kind' in end ? { kind: 'ignored' } : { kind: 'unreadable', death: end };
      }
    }
  } finally {
    course?.over();
  }
}

/** Resolves when the handler is done, or with why it will not be. */
async function handleUntilEnd(
  record: StoredRecord,
  decoded: Decoded,
  { place: { turn, signal }, pipeline }: { readonly place: WorkPlace; readonly pipeline: Pipeline },
): Promise<Death | Expiry | undefined> {
  const policy = pipeline.policyOf(decoded);
  const { timeout } = policy;
  // Most records need none.
  let course: Course | undefined;
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const begun = pipeline.reach('before-effect');
        if (begun !== undefined) await begun;
        await pipeline.handle(decoded, { attempt, timeout, signal });
        const done = pipeline.reach('after-effect');
        if (done !== undefined) await done;
        signal.throwIfAborted();
        return undefined;
      } catch (error) {
        signal.throwIfAborted();
        course ??= startCourse({ ...pipeline, record, decoded, policy });
        course.begin();
        const end = await waitOrEnd(course, handlerFailure(error, policy.errors), { error, turn });
        if (end !== undefined) return end;
      }
    }
  } finally {
    course?.over();
  }
}

/** Waits until the next try is due, or says why there is none. */
async function waitOrEnd(
  course: Course,
  failure: Parameters<Course['failed']>[1],
  { error, turn }: { readonly error: unknown; readonly turn: WorkPlace['turn'] },
): Promise<Death | Expiry | undefined> {
  const step = course.failed(error, failure);
  if (step.kind === 'expired') return step;
  if (step.kind === 'dead') return course.death(step.reason);
  await turn.pause(step.milliseconds, step.kind === 'wait' ? step.scope : 'key');
  return undefined;
}

/** Resolves once the dead letter is durable; for as long as that fails it keeps trying, and the record is not done. */
async function bury(
  record: StoredRecord,
  death: Death,
  { place, pipeline }: { readonly place: WorkPlace; readonly pipeline: Pipeline },
): Promise<void> {
  const letter = deadLetterOf(record, death);
  const { outage, random } = pipeline.policyOf();
  for (let failures = 1; ; failures += 1) {
    try {
      await pipeline.publisher.publish([letter]);
      return;
    } catch (error) {
      const retryIn = backoffDelay(failures, outage, random);
      const details = { ...describe(record), deadLetterTopic: letter.topic, retryIn, err: error };
      pipeline.log.error(details, 'dead letter could not be published, will be tried again');
      await place.turn.pause(retryIn, 'all');
    }
  }
}
