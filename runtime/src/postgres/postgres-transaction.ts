import type { Pool } from 'pg';
import type { Logger } from '../core/client.ts';
import type { Row } from '../core/database.ts';
import { RuntimeError } from '../core/errors.ts';
import { type Connection, connectionOf } from './connection.ts';
import { databaseError, databaseUnavailable, isStatementLost } from './database-error.ts';
import type { StatementNames } from './statement-names.ts';
import { type RunTransaction, type Session, sessionSettings } from './transactions.ts';

/** A server, and how this process deals with it. */
export interface PostgresServer {
  readonly pool: Pool;
  /** The one connection for transactions apart from the others. */
  readonly apart: Pool;
  /** For messages. */
  readonly name: string;
  readonly schema: string | undefined;
  /** Undefined where nothing is to be prepared. */
  readonly names: StatementNames | undefined;
  readonly limits: Limits;
  readonly log: Logger;
}

/** In whole milliseconds, as in `PostgresOptions`. */
export interface Limits {
  readonly statementTimeout: number;
  readonly lockTimeout: number;
  readonly idleTimeout: number;
}

/** As both PostgreSQL and timers take it. To the one 0 means without end, to the other a large number means 0. */
export function milliseconds(limit: number): number {
  return Math.min(Math.max(Math.round(limit), 1), 0x7fff_ffff);
}

export function postgresTransaction(server: PostgresServer): RunTransaction {
  const usual = beginOf(server, server.limits);
  return async (work, { statementTimeout, apart = false }) => {
    const limits = limitsFor(server.limits, statementTimeout);
    const begin = limits === server.limits ? usual : beginOf(server, limits);
    const client = await reach(server, () => (apart ? server.apart : server.pool).connect());
    const connection = connectionOf(client, limits.statementTimeout);
    try {
      await reach(server, () => connection.execute(begin));
      const result = await work(sessionOf(connection, server));
      await commit(connection, server.name);
      connection.release();
      return result;
    } catch (error) {
      await giveUp(connection, error);
      throw error;
    }
  };
}

/** What may take long may also wait for locks so long. */
function limitsFor(limits: Limits, statementTimeout: number | undefined): Limits {
  if (statementTimeout === undefined) return limits;
  return { ...limits, statementTimeout: milliseconds(statementTimeout), lockTimeout: milliseconds(statementTimeout) };
}

/** One message for all of it. Settings end with the transaction, since behind a pooler the session is not ours. */
function beginOf({ schema }: PostgresServer, { statementTimeout, lockTimeout, idleTimeout }: Limits): string {
  return `begin; ${sessionSettings(schema)}
    set local statement_timeout to ${statementTimeout}; set local lock_timeout to ${lockTimeout};
    set local idle_in_transaction_session_timeout to ${idleTimeout}`;
}

async function reach<T>({ name }: PostgresServer, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw databaseUnavailable(error, name);
  }
}

function sessionOf(connection: Connection, server: PostgresServer): Session {
  return {
    query: async (text, parameters): Promise<readonly Row[]> => {
      const name = parameters.length === 0 ? undefined : server.names?.nameOf(text);
      try {
        return await connection.query({ text, values: parameters, name });
      } catch (error) {
        if (name !== undefined && isStatementLost(error)) stopPreparing(server, error);
        throw error;
      }
    },
    execute: async (script) => {
      await connection.execute(script);
    },
  };
}

/** A stale plan is the connection's alone, which is closed; a lost one means that there will be more. */
function stopPreparing({ names, name, log }: PostgresServer, error: unknown): void {
  if (RuntimeError.is(error) || !(error instanceof Error) || error.message.startsWith('cached plan')) return;
  names?.stop();
  log.warn({ database: name, err: error }, 'a pooler loses prepared statements: they are given up');
}

/** The server answers `commit` with a rollback, and no error, where a statement has failed before. */
async function commit(connection: Connection, name: string): Promise<void> {
  const command = await connection.execute('commit').catch((error: unknown) => {
    throw databaseError(error, name);
  });
  if (command !== 'COMMIT') {
    throw new Error('Nothing was committed: a statement of the transaction failed, and the work went on without it.');
  }
}

/** Rolls back. Where that is not possible, or the connection to blame, nobody gets the connection again. */
async function giveUp(connection: Connection, error: unknown): Promise<void> {
  const isToBlame = RuntimeError.is(error, 'DATABASE_UNAVAILABLE') || isStatementLost(causeOf(error));
  const isRolledBack = !isToBlame && (await connection.execute('rollback').catch(() => undefined)) !== undefined;
  if (isRolledBack) connection.release();
  else connection.destroy();
}

function causeOf(error: unknown): unknown {
  return RuntimeError.is(error, 'DATABASE_CONFLICT') ? error.cause : error;
}
