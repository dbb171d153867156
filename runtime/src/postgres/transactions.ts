import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database, Row, Sql, SqlParameter, TransactionOptions } from '../core/database.ts';
import { lockDefinitions } from '../database/lock-definitions.ts';
import { databaseError } from './database-error.ts';
import { parameterTexts } from './parameter-text.ts';

/** A transaction of a driver that has begun. Its failures are the driver's own. */
export interface Session {
  query(text: string, parameters: readonly (string | null)[]): Promise<readonly Row[]>;
  execute(script: string): Promise<void>;
}

/**
 * What an adapter does: begins, lets the work run, commits, or rolls back where the work rejects and passes that on.
 * Failures of its own it passes through `databaseError`.
 */
export type RunTransaction = <T>(work: (session: Session) => Promise<T>, options: TransactionOptions) => Promise<T>;

interface Scope {
  open: boolean;
}

/** The rules of every adapter: transactions do not nest, SQL after their end is refused, outages have their code. */
export function transactions(run: RunTransaction, database: string): Database['transaction'] {
  const current = new AsyncLocalStorage<Scope>();
  return async (work, options = {}) => {
    if (current.getStore()?.open === true) {
      throw new Error('A transaction within a transaction would wait for itself: use the tx at hand.');
    }
    const scope = { open: true };
    const workIn = async (session: Session): Promise<Awaited<ReturnType<typeof work>>> => {
      try {
        return await current.run(scope, () => work(sqlOf(session, scope, database)));
      } finally {
        scope.open = false;
      }
    };
    return run(workIn, options);
  };
}

/** Statements run one after the other, in the order of their calls, as a connection has it. */
function sqlOf(session: Session, scope: Scope, database: string): Sql {
  let last: Promise<unknown> = Promise.resolve();
  const run = <T>(statement: () => Promise<T>): Promise<T> => {
    const running = last.then(() => runIn(scope, database, statement));
    last = running.catch(() => undefined);
    return running;
  };
  return {
    query: (text: string, parameters: readonly SqlParameter[] = []) =>
      run(async () => session.query(text, parameterTexts(parameters))),
    execute: (script) => run(() => session.execute(script)),
  };
}

async function runIn<T>(scope: Scope, database: string, statement: () => Promise<T>): Promise<T> {
  if (!scope.open) throw new Error('The transaction is over: await every statement before it ends.');
  try {
    return await statement();
  } catch (error) {
    throw databaseError(error, database);
  }
}

/** A name of SQL, whatever is in it. */
function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Where unqualified names are looked up, and dates in the form that `columnParsers` reads; until the transaction ends. */
export function sessionSettings(schema: string | undefined): string {
  const path = schema === undefined ? '' : `set local search_path to ${identifier(schema)};`;
  return `set local datestyle to 'ISO, YMD'; ${path}`;
}

export async function createSchema(tx: Sql, schema: string): Promise<void> {
  await lockDefinitions(tx);
  await tx.execute(`create schema if not exists ${identifier(schema)}`);
}
