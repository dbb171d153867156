import { type ErrorCode, RuntimeError } from '../errors.ts';
import { handlingOf } from '../handler-error.ts';

/** Why an event goes to the dead letter topic, as its headers say it. */
export type DeadReason = 'poison' | 'unknown_schema' | 'invalid' | 'fatal' | 'exhausted';

/** What a failure calls for. */
export type Failure =
  /** Something that every event needs is away: wait, for ever if need be, and dead-letter nothing. */
  | { readonly kind: 'outage' }
  /** The handler asked for its event to be tried again later. */
  | { readonly kind: 'later' }
  /** Anything else: a few tries in place, then the dead letter topic. */
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

/** A handler has thrown. The first error along the chain of causes that says anything decides. */
export function handlerFailure(error: unknown): Failure {
  for (const cause of causes(error)) {
    const handling = handlingOf(cause);
    if (handling === 'fatal') return { kind: 'dead', reason: 'fatal' };
    if (handling === 'retry-later') return { kind: 'later' };
    if (RuntimeError.is(cause) && outages.has(cause.code)) return { kind: 'outage' };
  }
  return { kind: 'transient' };
}

/** The error and its causes, outermost first. Ends at a cycle. */
function causes(error: unknown): ReadonlySet<unknown> {
  const chain = new Set<unknown>();
  for (let cause = error; cause instanceof Error && !chain.has(cause); cause = cause.cause) chain.add(cause);
  return chain;
}
