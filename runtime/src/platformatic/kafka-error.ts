import { AuthenticationError, protocolErrorsCodesById } from '@platformatic/kafka';
import { type ErrorCode, RuntimeError } from '../core/errors.ts';

/** What Kafka's own error names mean for a caller. The rest is a failure of the transport. */
const codes: Readonly<Record<string, ErrorCode>> = {
  UNKNOWN_TOPIC_OR_PARTITION: 'TOPIC_UNKNOWN',
  UNKNOWN_TOPIC_ID: 'TOPIC_UNKNOWN',
  MESSAGE_TOO_LARGE: 'RECORD_TOO_LARGE',
  RECORD_LIST_TOO_LARGE: 'RECORD_TOO_LARGE',
  INVALID_TOPIC_EXCEPTION: 'CONFIGURATION_INVALID',
  INVALID_CONFIG: 'CONFIGURATION_INVALID',
  INVALID_PARTITIONS: 'CONFIGURATION_INVALID',
  INVALID_GROUP_ID: 'CONFIGURATION_INVALID',
  INVALID_SESSION_TIMEOUT: 'CONFIGURATION_INVALID',
};

/** Kafka's name of the error with this number, such as `NOT_LEADER_OR_FOLLOWER`. */
export function errorName(errorCode: number): string {
  return protocolErrorsCodesById[errorCode] ?? `UNKNOWN_ERROR_${errorCode}`;
}

/** An error that a broker answered with, before it is known what it means for a caller. */
export type BrokerError = Error & { readonly apiId: string };

export function brokerError(errorCode: number, details?: string | null): BrokerError {
  const apiId = errorName(errorCode);
  return Object.assign(new Error(details ? `${apiId}: ${details}` : apiId), { apiId });
}

/** The error for a caller: `action` says what was tried, `cause` keeps what the client said. */
export function toRuntimeError(error: unknown, action: string): RuntimeError {
  if (RuntimeError.is(error)) return error;
  const root = causesOf(error).at(-1) ?? new Error(String(error));
  const code = codes[kafkaNameOf(error) ?? ''] ?? 'TRANSPORT_FAILED';
  const name = kafkaNameOf(error);
  const said = name === undefined || root.message.startsWith(name) ? root.message : `${name}: ${root.message}`;
  return new RuntimeError(code, `${action}: ${said}`, { cause: error });
}

/** Kafka's name of the error, however deep the client has wrapped it. */
export function kafkaNameOf(error: unknown): string | undefined {
  return causesOf(error)
    .flatMap((cause) => ('apiId' in cause && typeof cause.apiId === 'string' ? [cause.apiId] : []))
    .at(-1);
}

const endedMembership: ReadonlySet<string> = new Set([
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'REBALANCE_IN_PROGRESS',
  'FENCED_INSTANCE_ID',
]);

/** True where the group no longer counts this member, or counts it with other partitions. */
export function saysMembershipEnded(error: unknown): boolean {
  return endedMembership.has(kafkaNameOf(error) ?? '');
}

const permanentNames: ReadonlySet<string> = new Set([
  'INCONSISTENT_GROUP_PROTOCOL',
  'SASL_AUTHENTICATION_FAILED',
  'UNSUPPORTED_SASL_MECHANISM',
]);

/** True where trying again cannot help, because credentials, permissions or settings are wrong. */
export function isPermanent(error: unknown): boolean {
  const causes = causesOf(error);
  if (causes.some((cause) => cause instanceof AuthenticationError)) return true;
  if (RuntimeError.is(error, 'CONFIGURATION_INVALID') || RuntimeError.is(error, 'OFFSET_OUT_OF_RANGE')) return true;
  const name = kafkaNameOf(error) ?? '';
  return name.endsWith('_AUTHORIZATION_FAILED') || permanentNames.has(name) || codes[name] === 'CONFIGURATION_INVALID';
}

/** True where our own use of the client is wrong, not the cluster. */
export function isProgrammingError(error: unknown): boolean {
  return causesOf(error).some((cause) => cause instanceof TypeError || cause instanceof RangeError);
}

/** The error and what is behind it; of several errors at once, the first. */
function causesOf(error: unknown): readonly Error[] {
  const causes: Error[] = [];
  for (let at = error; at instanceof Error && !causes.includes(at); at = causeOf(at)) causes.push(at);
  return causes;
}

function causeOf(error: Error): unknown {
  return error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error.cause;
}
