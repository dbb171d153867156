import { RuntimeError } from '../core/errors.ts';

/** Codes of sockets and of SQL that say that the database is away, not that the statement is wrong. */
const outageCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT', // a Unix socket that is not there
  '57P01', // admin shutdown
  '57P02', // crash shutdown
  '57P03', // cannot connect now
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
  'PGlite is closed',
  'PGlite is closing',
];

/**
 * An outage as `DATABASE_UNAVAILABLE`, which callers may wait out; every other error as it is: it is the statement's
 * or the work's own.
 */
export function databaseError(error: unknown, database: string): unknown {
  return error instanceof Error && !RuntimeError.is(error) && isOutage(error)
    ? databaseUnavailable(error, database)
    : error;
}

/** For whatever keeps a transaction from its begin: a refused login too is no fault of the work, and mended in time. */
export function databaseUnavailable(cause: unknown, database: string): RuntimeError {
  const reason = cause instanceof Error ? reasonOf(cause) : String(cause);
  const message = `The database ${database} cannot be used: ${reason}. Is it running, reachable, and open to this user?`;
  return new RuntimeError('DATABASE_UNAVAILABLE', message, { cause });
}

function isOutage(error: Error): boolean {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (outageCodes.has(code) || (code.length === 5 && outageClasses.includes(code.slice(0, 2)))) return true;
  // Node tries every address of a name and gathers the failures.
  if (error instanceof AggregateError) return error.errors.some((inner) => inner instanceof Error && isOutage(inner));
  return outageMessages.some((message) => error.message.includes(message));
}

function reasonOf(error: Error): string {
  const [first] = error instanceof AggregateError ? error.errors : [];
  return error.message === '' && first instanceof Error ? first.message : error.message;
}
