/** Every code of this package's errors. `docs/errors.md` explains each. */
export const errorCodes = [
  'CLAIM_ENDED',
  'CONFIGURATION_INVALID',
  'DATABASE_CONFLICT',
  'DATABASE_UNAVAILABLE',
  'EFFECT_BROKEN',
  'FRAME_INVALID',
  'HANDLER_ENDED',
  'HANDLER_TIMEOUT',
  'HEADER_INVALID',
  'LOG_CORRUPT',
  'LOG_LOCKED',
  'NOT_OBSERVED',
  'NUMBER_INVALID',
  'OFFSET_OUT_OF_RANGE',
  'PARAMETER_INVALID',
  'PARTITIONS_ADDED',
  'RECORD_TOO_LARGE',
  'REGISTRY_UNAVAILABLE',
  'REQUEST_REFUSED',
  'REQUEST_TIMEOUT',
  'SCHEMA_NOT_REGISTERED',
  'SCHEMA_UNKNOWN',
  'STREAM_CONFLICT',
  'SUBSCRIPTION_STALLED',
  'TOPIC_UNKNOWN',
  'TRANSPORT_CLOSED',
  'TRANSPORT_FAILED',
  'VALUE_INVALID',
  'VALUE_UNREADABLE',
  'WORKFLOW_INVALID',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** The one error class of the runtime: what went wrong, by code, and in words what to do. */
export class RuntimeError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(`[${code}] ${message}`, options);
    this.name = 'RuntimeError';
    this.code = code;
  }

  /** True for a runtime error, also one from another copy of this package. */
  static is(error: unknown, code?: ErrorCode): error is RuntimeError {
    return (
      error instanceof Error &&
      error.name === 'RuntimeError' &&
      'code' in error &&
      (code === undefined || error.code === code)
    );
  }
}
