import type { Decimal } from './decimal.ts';

/**
 * A service's own database. One SQL dialect, PostgreSQL's, and two adapters that behave alike: a server by `pg`, and
 * PGlite in the process.
 */
export interface Database {
  /**
   * Runs the work in one transaction (read committed), commits when it resolves and rolls back when it rejects; its
   * rejection is passed on as it is. Transactions do not nest: use the `tx` at hand. Rejects with
   * `DATABASE_UNAVAILABLE` where the database cannot be reached or the connection is lost; whether a commit under way
   * has happened is then not known. Rejects with `DATABASE_CONFLICT`, with nothing done, where it met another
   * transaction: run the work again from its start.
   */
  transaction<T>(work: (tx: Sql) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Waits for transactions under way and releases the connections. Later transactions are refused. */
  close(): Promise<void>;
}

export interface TransactionOptions {
  /**
   * How long a statement may take, waiting for locks included, in milliseconds. Default: as the database was opened;
   * for what takes long by its nature, such as making an index.
   */
  readonly statementTimeout?: number;
  /**
   * True: on a connection that is kept for such work, one transaction at a time, so that it does not wait behind all others
   * where each connection is taken. For what others wait for in turn, such as publishing. Default false.
   */
  readonly apart?: boolean;
}

/** SQL within one transaction; of no use after it. */
export interface Sql {
  /**
   * One statement; `$1` and so on stand for the parameters. Rejects with `DATABASE_UNAVAILABLE` and `DATABASE_CONFLICT`
   * as the transaction does; other errors of the database are passed on as they are, with their SQLSTATE in `code`.
   */
  query(text: string, parameters?: readonly SqlParameter[]): Promise<readonly Row[]>;
  /** Any number of statements, separated by semicolons, without parameters. */
  execute(script: string): Promise<void>;
}

/**
 * A row by column name. Both adapters give `bigint` for int8, `number` for the smaller and the floating ones, text for
 * numeric, date, time, uuid and everything else, `boolean`, `Date` for timestamptz, `Uint8Array` for bytea, the value
 * for json and jsonb, and arrays of these. The column readers (`textOf` and its like) turn them into types.
 */
export type Row = Readonly<Record<string, unknown>>;

/** JSON is given as text; an array is an array of the database, as in `= any($1)`. */
export type SqlParameter =
  | string
  | number
  | bigint
  | boolean
  | Date
  | Decimal
  | Uint8Array
  | null
  | readonly SqlParameter[];
