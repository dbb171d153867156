import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../core/client.ts';
import type { Database } from '../core/database.ts';
import { RuntimeError } from '../core/errors.ts';
import { lockFolder } from '../embedded/lock-file.ts';
import { databaseError } from './database-error.ts';
import { type PgliteThread, startPglite } from './start-pglite.ts';
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
 * Opens PGlite in a thread of its own. It runs one transaction at a time for all its databases, uses a few hundred
 * megabytes and does not outlive a loss of power: not for production. Rejects with `LOG_LOCKED` where another process
 * uses the directory, which PGlite itself would let it destroy.
 */
export async function openPglite({ directory, log }: PgliteOptions = {}): Promise<Pglite> {
  log?.warn(
    { directory: directory ?? 'in memory', instead: 'a PostgreSQL server, named by DATABASE_URL_<SERVICE>' },
    'DEMO DATABASE: for a single process, slow, and without durability through a loss of power; not for production',
  );
  if (directory === undefined) return pgliteOf(await startPglite(undefined), async () => {});
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
async function openData(directory: string): Promise<PgliteThread> {
  const [data, ready] = [join(directory, 'data'), join(directory, 'ready')];
  if (!existsSync(ready)) await rm(data, { recursive: true, force: true });
  const thread = await startPglite(data);
  await writeFile(ready, '');
  return thread;
}

/** The one connection of PGlite. */
interface Connection {
  /** Resolves when nobody else uses it, and nobody else does until the work is done. */
  use<T>(work: (session: Session) => Promise<T>): Promise<T>;
}

function pgliteOf(thread: PgliteThread, release: () => Promise<void>): Pglite {
  let last: Promise<unknown> = Promise.resolve();
  const connection: Connection = {
    use: (work) => {
      const used = last.then(() => work(thread));
      last = used.catch(() => undefined);
      return used;
    },
  };
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await last;
    await thread.close();
    await release();
  };
  return {
    database: (schema) => databaseOf(connection, schema),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

async function databaseOf(connection: Connection, schema: string): Promise<Database> {
  const underWay = new Set<Promise<unknown>>();
  let open = true;
  const name = `${schema} in PGlite`;
  const run = async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
    if (!open) throw new RuntimeError('DATABASE_UNAVAILABLE', `The database ${name} is closed.`);
    const running = connection.use((session) => runTransaction(session, schema, work));
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

async function runTransaction<T>(session: Session, schema: string, work: (session: Session) => Promise<T>): Promise<T> {
  await session.execute(`begin; ${sessionSettings(schema)}`);
  try {
    const result = await work(session);
    // Where a statement has failed before, `commit` alone would roll back and say nothing; any other statement says so.
    await session.execute('select 1; commit').catch((error: unknown) => {
      throw databaseError(error, `${schema} in PGlite`);
    });
    return result;
  } catch (error) {
    await session.execute('rollback').catch(() => undefined);
    throw error;
  }
}
