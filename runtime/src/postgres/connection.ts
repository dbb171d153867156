import type { PoolClient, QueryConfig, QueryResult } from 'pg';
import type { Row } from '../core/database.ts';
import { codeOf } from './database-error.ts';

export interface Statement {
  readonly text: string;
  readonly values: readonly (string | null)[];
  /** Undefined where it is not to be prepared. */
  readonly name: string | undefined;
}

/** A connection of a pool, while a transaction has it. Its failures are the driver's, or those of the deadline. */
export interface Connection {
  query(statement: Statement): Promise<readonly Row[]>;
  /** Resolves with the last command, as `COMMIT`. */
  execute(script: string): Promise<string>;
  /** Gives it back to the pool. */
  release(): void;
  /** Closes it, whatever is under way. */
  destroy(): void;
}

/** How much longer than the server, which ends a statement by itself, this side waits for word of that. */
const grace = 1_000;

/** `statementTimeout`: what the server has been told, in milliseconds. */
export function connectionOf(client: PoolClient, statementTimeout: number): Connection {
  const deadline = Math.min(statementTimeout + grace, 0x7fff_ffff);
  let lost: Error | undefined;
  let isOurs = true;
  // While a client is in use the pool does not listen to it.
  const onError = (error: Error): void => {
    lost ??= error;
  };
  client.on('error', onError);
  const leave = (broken: boolean): void => {
    if (!isOurs) return;
    isOurs = false;
    client.off('error', onError);
    client.release(broken);
  };
  const run = async <T>(statement: () => Promise<T>): Promise<T> => {
    if (!isOurs) throw lossOf(lost ?? new Error('Connection terminated'));
    // The pool destroys a client with a statement under way, which the statement then hears of.
    const timer = setTimeout(() => {
      lost ??= new Error(`Connection terminated: no answer within ${deadline} ms`);
      leave(true);
    }, deadline);
    try {
      return await statement();
    } catch (error) {
      throw lost === undefined ? error : lossOf(lost);
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    query: (statement) => run(async () => (await client.query<Row>(driverStatement(statement))).rows),
    execute: (script) => run(async () => lastCommand(await client.query(script))),
    release: () => leave(false),
    destroy: () => leave(true),
  };
}

function driverStatement({ text, values, name }: Statement): QueryConfig<(string | null)[]> {
  return name === undefined ? { text, values: [...values] } : { text, values: [...values], name };
}

function lastCommand(results: QueryResult | readonly QueryResult[]): string {
  // For a script of several statements the driver gives an array, which its types do not know.
  const last = isList(results) ? results.at(-1) : results;
  return last?.command ?? '';
}

/** `Array.isArray` that knows about readonly arrays. */
function isList(results: QueryResult | readonly QueryResult[]): results is readonly QueryResult[] {
  return Array.isArray(results);
}

/** `idle_in_transaction_session_timeout` */
const stoodIdle = '25P03';

/** The work that stood idle is itself to blame, so that is no outage. */
function lossOf(lost: Error): Error {
  if (codeOf(lost) !== stoodIdle) return lost;
  const cure = 'Do what takes long before or after it, or raise `idleTimeout`';
  const error = new Error(`The transaction stood idle for too long, so the server ended it. ${cure}.`, { cause: lost });
  return Object.assign(error, { code: stoodIdle });
}
