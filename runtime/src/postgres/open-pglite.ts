import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PGlite, QueryOptions, Transaction } from '@electric-sql/pglite';
import type { Logger } from '../core/client.ts';
import type { Database, Row } from '../core/database.ts';
import { RuntimeError } from '../core/errors.ts';
import { lockFolder } from '../embedded/lock-file.ts';
import { columnParsers } from './column-types.ts';
import { databaseError } from './database-error.ts';
import { createSchema, type Session, sessionSettings, transactions } from './transactions.ts';

export interface PgliteOptions {
  /** Where the data stays. Default: in memory, gone with the process. */
  readonly directory?: string;
  /** Default: says nothing. */
  readonly log?: Logger;
}

/** PostgreSQL in this process, for trying things out and for tests. */
export interface Pglite {
  /** The database of one service: a schema of its own in the one instance. */
  database(schema: string): Promise<Database>;
  /** Waits for the transaction under way, and releases the directory. */
  close(): Promise<void>;
}

/**
 * Opens PGlite. It runs one transaction at a time for all its databases, uses a few hundred megabytes and does not
 * outlive a loss of power: not for production. Rejects with `LOG_LOCKED` where another process uses the directory,
 * which PGlite itself would let it destroy.
 */
export async function openPglite({ directory, log }: PgliteOptions = {}): Promise<Pglite> {
  log?.warn(
    { directory: directory ?? 'in memory' },
    'embedded database: a demo for a single process, not for production',
  );
  if (directory === undefined) return pgliteOf(await start(undefined), async () => {});
  await mkdir(directory, { recursive: true });
  const lock = await lockFolder(directory);
  try {
    return pgliteOf(await openData(directory), () => lock.release());
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** A directory whose making broke off would never open: it is made anew until it once was ready. */
async function openData(directory: string): Promise<PGlite> {
  const [data, ready] = [join(directory, 'data'), join(directory, 'ready')];
  if (!existsSync(ready)) await rm(data, { recursive: true, force: true });
  const pglite = await start(data);
  await writeFile(ready, '');
  return pglite;
}

async function start(data: string | undefined): Promise<PGlite> {
  // Loaded here, because it is large and services on a server never need it.
  const { PGlite } = await import('@electric-sql/pglite');
  return PGlite.create(data === undefined ? {} : { dataDir: data });
}

function pgliteOf(pglite: PGlite, release: () => Promise<void>): Pglite {
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await pglite.close();
    await release();
  };
  return {
    database: (schema) => databaseOf(pglite, schema),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

async function databaseOf(pglite: PGlite, schema: string): Promise<Database> {
  const underWay = new Set<Promise<unknown>>();
  let open = true;
  const name = `${schema} in PGlite`;
  const run = async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
    if (!open) throw new RuntimeError('DATABASE_UNAVAILABLE', `The database ${name} is closed.`);
    const running = runTransaction(pglite, schema, work);
    underWay.add(running);
    try {
      return await running;
    } finally {
      underWay.delete(running);
    }
  };
  const transaction = transactions(run, name);
  await transaction((tx) => createSchema(tx, schema));
  const close = async (): Promise<void> => {
    open = false;
    await Promise.allSettled(underWay);
  };
  return { transaction, close };
}

/** The failures of the work go past `databaseError`: they may be outages, but not of the database. */
async function runTransaction<T>(pglite: PGlite, schema: string, work: (session: Session) => Promise<T>): Promise<T> {
  let failure: { readonly of: unknown } | undefined;
  try {
    return await pglite.transaction(async (tx) => {
      await tx.exec(sessionSettings(schema));
      try {
        return await work(sessionOf(tx));
      } catch (error) {
        failure = { of: error };
        throw error;
      }
    });
  } catch (error) {
    throw failure === undefined ? databaseError(error, `${schema} in PGlite`) : failure.of;
  }
}

const asText = (text: string): string => text;

/** Parameters are text already; the driver would take text for neither booleans nor bytes. */
const options: QueryOptions = {
  parsers: Object.fromEntries(columnParsers),
  serializers: Object.fromEntries([...columnParsers.keys()].map((oid) => [oid, asText])),
};

function sessionOf(tx: Transaction): Session {
  return {
    query: async (text, parameters) => (await tx.query<Row>(text, [...parameters], options)).rows,
    execute: async (script) => {
      await tx.exec(script);
    },
  };
}
