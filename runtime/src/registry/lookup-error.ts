import { RuntimeError } from '../core/errors.ts';

/** What was looked up, for messages. */
export interface LookedUp {
  /** Begins a sentence: `Schema 7`. */
  readonly subject: string;
  /** The registry's address, without credentials. */
  readonly registry: string;
  /** What it means that the registry has none such. */
  notFound(detail: string): RuntimeError;
}

/** Any failure of a lookup as an error for users. */
export function lookupError(error: unknown, lookedUp: LookedUp): RuntimeError {
  if (RuntimeError.is(error)) return error;
  const status = statusOf(error);
  const detail = error instanceof Error ? error.message : String(error);
  if (status === 404) return lookedUp.notFound(detail);
  const { subject, registry } = lookedUp;
  if (status === 401 || status === 403) {
    const message = `${subject} cannot be looked up: the registry at ${registry} refuses the credentials. Set them right.`;
    return new RuntimeError('CONFIGURATION_INVALID', message, { cause: error });
  }
  // The client reports a connection that failed as status 400, so every other status counts as an outage.
  const message = `${subject} cannot be looked up at ${registry}: ${detail}. Is the registry running and reachable?`;
  return new RuntimeError('REGISTRY_UNAVAILABLE', message, { cause: error });
}

/** The client keeps the HTTP status, except for a schema that is not under its subject. */
function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('status' in error && typeof error.status === 'number') return error.status;
  return error.name === 'ConfluentSchemaRegistryError' ? 404 : undefined;
}
