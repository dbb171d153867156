import { type ErrorCode, RuntimeError } from '../core/errors.ts';

/** What Kafka's own error names mean for a caller. The rest is a failure of the transport. */
const codes: Readonly<Record<string, ErrorCode>> = {
  UNKNOWN_TOPIC_OR_PARTITION: 'TOPIC_UNKNOWN',
  MESSAGE_TOO_LARGE: 'RECORD_TOO_LARGE',
  RECORD_LIST_TOO_LARGE: 'RECORD_TOO_LARGE',
  INVALID_TOPIC_EXCEPTION: 'CONFIGURATION_INVALID',
  INVALID_CONFIG: 'CONFIGURATION_INVALID',
  INVALID_PARTITIONS: 'CONFIGURATION_INVALID',
  INVALID_GROUP_ID: 'CONFIGURATION_INVALID',
  INVALID_SESSION_TIMEOUT: 'CONFIGURATION_INVALID',
};

/** The error for a caller: `action` says what was tried, `cause` keeps what the client said. */
export function toRuntimeError(error: unknown, action: string): RuntimeError {
  if (RuntimeError.is(error)) return error;
  const root = rootOf(error);
  const code = codes[kafkaTypeOf(error) ?? ''] ?? 'TRANSPORT_FAILED';
  return new RuntimeError(code, `${action}: ${root.message}`, { cause: error });
}

/** Kafka's name of the error, such as `NOT_LEADER_FOR_PARTITION`, however deep the client has wrapped it. */
export function kafkaTypeOf(error: unknown): string | undefined {
  const types = causesOf(error).flatMap((cause) =>
    'type' in cause && typeof cause.type === 'string' ? [cause.type] : [],
  );
  return types.at(-1);
}

const endedMembership: ReadonlySet<string> = new Set([
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'REBALANCE_IN_PROGRESS',
  'FENCED_INSTANCE_ID',
]);

/** True where the group no longer counts this member, or counts it with other partitions. */
export function saysMembershipEnded(error: unknown): boolean {
  return endedMembership.has(kafkaTypeOf(error) ?? '');
}

/** True where trying again cannot help, because credentials, permissions or settings are wrong. */
export function isPermanent(error: unknown): boolean {
  if (causesOf(error).some(({ name }) => name === 'KafkaJSSASLAuthenticationError')) return true;
  if (RuntimeError.is(error, 'CONFIGURATION_INVALID') || RuntimeError.is(error, 'OFFSET_OUT_OF_RANGE')) return true;
  const type = kafkaTypeOf(error) ?? '';
  return (
    type.endsWith('_AUTHORIZATION_FAILED') ||
    type === 'INCONSISTENT_GROUP_PROTOCOL' ||
    codes[type] === 'CONFIGURATION_INVALID'
  );
}

/** True where our own use of the client is wrong, not the cluster. */
export function isProgrammingError(error: unknown): boolean {
  return causesOf(error).some((cause) => cause instanceof TypeError || cause instanceof RangeError);
}

function rootOf(error: unknown): Error {
  return causesOf(error).at(-1) ?? new Error(String(error));
}

function causesOf(error: unknown): readonly Error[] {
  const causes: Error[] = [];
  // The client is known to make an error its own cause.
  for (let at = error; at instanceof Error && !causes.includes(at); at = causeOf(at)) causes.push(at);
  return causes;
}

/** A failed creation of topics comes as a collection, in our use of one. */
function causeOf(error: Error): unknown {
  return 'errors' in error && Array.isArray(error.errors) ? error.errors[0] : error.cause;
}
