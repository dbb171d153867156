import { RuntimeError } from '../core/errors.ts';

/** Codes of sockets and of SQL that say that the database is away, not that the statement is wrong. */
const outageCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT', // a Unix socket that is not there
  '57P01', // admin shutdown
  '57P02', // crash shutdown
  '57P03', // cannot connect now
  '57P05', // idle session
  '58030', // disk failure
  '25006', // read only: a standby after failover
]);

/** Connection failures, and a server out of connections, memory or disk. */
const outageClasses = ['08', '53'];

/** What the drivers say without a code when the connection is gone. */
const outageMessages = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Cannot use a pool after calling end',
  'Client has encountered a connection error',
  'Client was closed',
];

/** What another transaction has done to this one; the same work may well succeed when it is run again. */
const conflicts: ReadonlyMap<string, string> = new Map([
  ['40001', 'it and another transaction cannot both be: serialization failure'],
  ['40P01', 'it and another transaction waited for each other: deadlock'],
  ['55P03', 'another transaction did not let go of a lock in time'],
  ['26000', 'a pooler gave it a connection on which its statement is not prepared'],
  ['42P05', 'a pooler gave it a connection on which its statement is prepared already'],
]);

/** `feature_not_supported`, which it is, but only for statements that were prepared before a table has changed. */
const staleStatement = { code: '0A000', message: 'cached plan must not change result type' } as const;

/**
 * An outage as `DATABASE_UNAVAILABLE`, which callers may wait out; what another transaction has undone as
 * `DATABASE_CONFLICT`; every other error as it is: it is the statement's or the work's own.
 */
export function databaseError(error: unknown, database: string): unknown {
  if (!(error instanceof Error) || RuntimeError.is(error)) return error;
  if (isOutage(error)) return databaseUnavailable(error, database);
  const conflict = conflictOf(error);
  if (conflict === undefined) return error;
  const message = `A transaction of the database ${database} was undone: ${conflict}. Run its work again from the start.`;
  return new RuntimeError('DATABASE_CONFLICT', message, { cause: error });
}

/** For whatever keeps a transaction from its begin: a refused login too is no fault of the work, and mended in time. */
export function databaseUnavailable(cause: unknown, database: string): RuntimeError {
  const reason = cause instanceof Error ? reasonOf(cause) : String(cause);
  const message = `The database ${database} cannot be used: ${reason}. Is it running, reachable, and open to this user?`;
  return new RuntimeError('DATABASE_UNAVAILABLE', message, { cause });
}

/** Whether a connection lacks a prepared statement that it should have, or has one that fits its table no more. */
export function isStatementLost(error: unknown): boolean {
  return error instanceof Error && (['26000', '42P05'].includes(codeOf(error)) || isStale(error));
}

/** Code of SQL or of the system; empty where there is none. */
export function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function conflictOf(error: Error): string | undefined {
  return isStale(error) ? 'a table has changed since its statement was prepared' : conflicts.get(codeOf(error));
}

function isStale(error: Error): boolean {
  return codeOf(error) === staleStatement.code && error.message === staleStatement.message;
}

function isOutage(error: Error): boolean {
  const code = codeOf(error);
  if (outageCodes.has(code) || (code.length === 5 && outageClasses.includes(code.slice(0, 2)))) return true;
  // Node tries every address of a name and gathers the failures.
  if (error instanceof AggregateError) return error.errors.some((inner) => inner instanceof Error && isOutage(inner));
  return outageMessages.some((message) => error.message.includes(message));
}

function reasonOf(error: Error): string {
  const [first] = error instanceof AggregateError ? error.errors : [];
  return error.message === '' && first instanceof Error ? first.message : error.message;
}
