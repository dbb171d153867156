import type { ErrorSpec } from '../application.ts';
import { type ErrorCode, RuntimeError } from '../errors.ts';
import { handlingOf, retryAfterOf } from '../handler-error.ts';

/** Why an event goes to the dead letter topic, as its headers say it. */
export type DeadReason = 'poison' | 'unknown_schema' | 'invalid' | 'fatal' | 'exhausted' | 'oversize' | 'too_old';

/** What a failure calls for. */
export type Failure =
  /** Something that every event needs is away: wait, for ever if need be, and dead-letter nothing. */
  | { readonly kind: 'outage' }
  /** Another transaction was in the way, and no event is to blame: again at once. */
  | { readonly kind: 'conflict' }
  /** The handler asked for its event to be tried again later. */
  | { readonly kind: 'later' }
  /** Trying again at once is useless: later tries, then the dead letter topic. */
  | {
      readonly kind: 'retry';
      /** The next try comes no sooner, in milliseconds from now. */
      readonly after?: number;
    }
  /** Anything else: a few tries in place, later ones, then the dead letter topic. */
  | { readonly kind: 'transient' }
  | { readonly kind: 'dead'; readonly reason: DeadReason };

/** Failures of the surroundings, mended by an operator or by time; no event is to blame for them. */
const outages: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'CONFIGURATION_INVALID',
  'DATABASE_UNAVAILABLE',
  'LOG_CORRUPT',
  'REGISTRY_UNAVAILABLE',
  'SCHEMA_NOT_REGISTERED',
  'TOPIC_UNKNOWN',
  'TRANSPORT_CLOSED',
  'TRANSPORT_FAILED',
]);

/** What bytes can be guilty of. */
const unreadable: Partial<Record<ErrorCode, DeadReason>> = {
  FRAME_INVALID: 'poison',
  VALUE_UNREADABLE: 'poison',
  SCHEMA_UNKNOWN: 'unknown_schema',
  HEADER_INVALID: 'invalid',
};

/** A record could not be decoded. */
export function decodeFailure(error: unknown): Failure {
  const reason = RuntimeError.is(error) ? unreadable[error.code] : undefined;
  return reason === undefined ? handlerFailure(error) : { kind: 'dead', reason };
}

/**
 * A handler has thrown. The first error along the chain of causes that says anything decides: by what the handler asks
 * for, else by what is said of its class, else by its code.
 */
export function handlerFailure(error: unknown, classes: readonly ErrorSpec[] = []): Failure {
  for (const cause of causes(error)) {
    const failure = requested(cause) ?? classified(cause, classes) ?? known(cause);
    if (failure !== undefined) return failure;
  }
  return { kind: 'transient' };
}

/** What the runtime itself does around a handler has failed: never the fault of an event. */
export function surroundingFailure(error: unknown): Failure {
  const failure = handlerFailure(error);
  return failure.kind === 'conflict' ? failure : { kind: 'outage' };
}

function requested(error: Error): Failure | undefined {
  const handling = handlingOf(error);
  if (handling === 'fatal') return { kind: 'dead', reason: 'fatal' };
  if (handling === 'retry') return { kind: 'retry', after: retryAfterOf(error) ?? 0 };
  return handling === 'retry-later' ? { kind: 'later' } : undefined;
}

function classified(error: Error, classes: readonly ErrorSpec[]): Failure | undefined {
  const names = namesOf(error);
  const spec = classes.find((one) => names.includes(one.error));
  if (spec === undefined) return undefined;
  return spec.class === 'fatal' ? { kind: 'dead', reason: 'fatal' } : { kind: spec.class };
}

/** Few who extend `Error` set `name`, so the name of the class counts as well. */
function namesOf(error: Error): readonly unknown[] {
  return [error.name, error.constructor.name, 'code' in error ? error.code : undefined];
}

function known(error: Error): Failure | undefined {
  if (!RuntimeError.is(error)) return undefined;
  if (outages.has(error.code)) return { kind: 'outage' };
  if (error.code === 'DATABASE_CONFLICT') return { kind: 'conflict' };
  return error.code === 'RECORD_TOO_LARGE' ? { kind: 'dead', reason: 'oversize' } : undefined;
}

/** The error and its causes, outermost first. Ends at a cycle. */
function causes(error: unknown): ReadonlySet<Error> {
  const chain = new Set<Error>();
  for (let cause = error; cause instanceof Error && !chain.has(cause); cause = cause.cause) chain.add(cause);
  return chain;
}
