import { Pool, type PoolConfig, types } from 'pg';
import type { Logger } from '../core/client.ts';
import type { Database } from '../core/database.ts';
import { quietLogger } from '../core/quiet-logger.ts';
import { columnParsers } from './column-types.ts';
import { milliseconds, type PostgresServer, postgresTransaction } from './postgres-transaction.ts';
import { statementNames } from './statement-names.ts';
import { createSchema, transactions } from './transactions.ts';

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  /** Where tables are made and found; created where it does not exist. Default: the server's search path. */
  readonly schema?: string;
  /** Connections at most; a transaction waits for a free one. Default 10. What delivery publishes by has one more. */
  readonly poolSize?: number;
  /** How long a transaction waits for a connection, in milliseconds. Default 10,000. */
  readonly timeout?: number;
  /**
   * How long a statement may take, in milliseconds; the server then ends it, and where it says nothing at all, frozen or
   * cut off, it counts as unavailable a second later. Default 30,000.
   */
  readonly statementTimeout?: number;
  /** How long a statement waits for a lock before it is a `DATABASE_CONFLICT`, in milliseconds. Default 10,000. */
  readonly lockTimeout?: number;
  /**
   * How long a transaction may stand idle between its statements before the server ends it, in milliseconds: one whose
   * process is frozen must not keep its locks. Default 60,000.
   */
  readonly idleTimeout?: number;
  /**
   * Whether statements are prepared from their second use on. Default true; a pooler that cannot hold prepared
   * statements is noticed, and they are given up. False spares the failures by which that is noticed.
   */
  readonly prepare?: boolean;
  /** Default: says nothing. */
  readonly log?: Logger;
}

/** Connects to a PostgreSQL server, version 15 or later. Rejects with `DATABASE_UNAVAILABLE` where there is none. */
export async function connectPostgres(options: PostgresOptions): Promise<Database> {
  const server = serverOf(options);
  const { name } = server;
  const pools = [server.pool, server.apart];
  const { schema } = options;
  // A pool without this listener ends the process when the server closes an idle connection.
  for (const pool of pools) {
    pool.on('error', (error) => server.log.warn({ database: name, reason: error.message }, 'idle connection lost'));
    // Nor does anybody listen to a connection between the pool and who gets it; what it is used for fails by itself.
    pool.on('connect', (client) => client.on('error', () => undefined));
  }
  const transaction = transactions(postgresTransaction(server), name);
  let closing: Promise<unknown> | undefined;
  const close = async (): Promise<void> => {
    closing ??= Promise.all(pools.map((pool) => pool.end()));
    await closing;
  };
  try {
    await transaction((tx) => (schema === undefined ? tx.execute('select 1') : createSchema(tx, schema)));
  } catch (error) {
    await close();
    throw error;
  }
  return { transaction, close };
}

function serverOf(options: PostgresOptions): PostgresServer {
  const { url, schema, poolSize = 10, timeout = 10_000, prepare = true } = options;
  const { statementTimeout = 30_000, lockTimeout = 10_000, idleTimeout = 60_000 } = options;
  const settings: PoolConfig = {
    connectionString: url,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: timeout,
    // The farewell to a server that does not answer must not hold a process that ends.
    allowExitOnIdle: true,
    types: { getTypeParser },
  };
  const names = prepare ? statementNames() : undefined;
  const limits = {
    statementTimeout: milliseconds(statementTimeout),
    lockTimeout: milliseconds(lockTimeout),
    idleTimeout: milliseconds(idleTimeout),
  };
  const pool = new Pool({ ...settings, max: poolSize });
  const apart = new Pool({ ...settings, max: 1 });
  return { pool, apart, name: nameOf(url), schema, names, limits, log: quietLogger(options.log) };
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
