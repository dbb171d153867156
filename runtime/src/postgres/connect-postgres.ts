import { Pool, type PoolClient, types } from 'pg';
import type { Logger } from '../core/client.ts';
import type { Database, Row } from '../core/database.ts';
import { columnParsers } from './column-types.ts';
import { databaseError, databaseUnavailable } from './database-error.ts';
import { createSchema, type Session, sessionSettings, transactions } from './transactions.ts';

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  /** Where tables are made and found; created where it does not exist. Default: the server's search path. */
  readonly schema?: string;
  /** Connections at most; a transaction waits for a free one. Default 10. */
  readonly poolSize?: number;
  /** How long a transaction waits for a connection, in milliseconds. Default 10,000. */
  readonly timeout?: number;
  /** Default: says nothing. */
  readonly log?: Logger;
}

/** Connects to a PostgreSQL server, version 15 or later. Rejects with `DATABASE_UNAVAILABLE` where there is none. */
export async function connectPostgres(options: PostgresOptions): Promise<Database> {
  const { url, schema, poolSize = 10, timeout = 10_000, log } = options;
  const name = nameOf(url);
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    keepAlive: true,
    connectionTimeoutMillis: timeout,
    types: { getTypeParser },
  });
  // A pool without this listener ends the process when the server closes an idle connection.
  pool.on('error', (error) => log?.warn({ database: name, reason: error.message }, 'idle database connection lost'));
  const begin = `begin; ${sessionSettings(schema)}`;
  const transaction = transactions((work) => runTransaction({ pool, begin, name }, work), name);
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= pool.end();
    return closing;
  };
  try {
    await transaction((tx) => (schema === undefined ? tx.execute('select 1') : createSchema(tx, schema)));
  } catch (error) {
    await close();
    throw error;
  }
  return { transaction, close };
}

/** For messages: nothing that could be a password. */
function nameOf(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? 'of the connection string' : `${parsed.pathname.slice(1)} at ${parsed.host}`;
}

const asText = (text: string): string => text;

/** Unlike the driver's own parsers these give the same as PGlite's, and lose nothing. */
function getTypeParser(oid: number, format?: string): (value: string) => unknown {
  return format === 'binary' ? types.getTypeParser(oid, 'binary') : (columnParsers.get(oid) ?? asText);
}

interface Server {
  readonly pool: Pool;
  readonly begin: string;
  readonly name: string;
}

async function runTransaction<T>(server: Server, work: (session: Session) => Promise<T>): Promise<T> {
  const client = await reach(server, () => server.pool.connect());
  // While a client is in use the pool does not listen to it. The statement under way rejects as well.
  client.on('error', ignore);
  let reusable = false;
  try {
    await reach(server, () => client.query(server.begin));
    const result = await work(sessionOf(client));
    await commit(client, server.name);
    reusable = true;
    return result;
  } catch (error) {
    reusable = await rollBack(client);
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(!reusable);
  }
}

function ignore(): void {}

async function reach<T>({ name }: Server, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw databaseUnavailable(error, name);
  }
}

function sessionOf(client: PoolClient): Session {
  return {
    query: async (text, parameters) => (await client.query<Row>(text, [...parameters])).rows,
    execute: async (script) => {
      await client.query(script);
    },
  };
}

/** The server answers `commit` with a rollback, and no error, where a statement has failed before. */
async function commit(client: PoolClient, name: string): Promise<void> {
  const { command } = await client.query('commit').catch((error: unknown) => {
    throw databaseError(error, name);
  });
  if (command !== 'COMMIT') {
    throw new Error('Nothing was committed: a statement of the transaction failed, and the work went on without it.');
  }
}

/** False where the connection is of no use any more. */
async function rollBack(client: PoolClient): Promise<boolean> {
  try {
    await client.query('rollback');
    return true;
  } catch {
    return false;
  }
}
