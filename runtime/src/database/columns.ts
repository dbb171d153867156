import type { Row } from '../core/database.ts';
import { RuntimeError } from '../core/errors.ts';

/** Reads a column; throws `VALUE_INVALID` where it is missing or of another type. */
export type ColumnReader<T> = (row: Row, column: string) => T;

export const textOf: ColumnReader<string> = (row, column) => {
  const value = row[column];
  return typeof value === 'string' ? value : refuse(row, column, 'text');
};

export const booleanOf: ColumnReader<boolean> = (row, column) => {
  const value = row[column];
  return typeof value === 'boolean' ? value : refuse(row, column, 'a boolean');
};

/** Of smallint and integer; a bigint or a count is read with `bigintOf`. */
export const integerOf: ColumnReader<number> = (row, column) => {
  const value = row[column];
  return typeof value === 'number' && Number.isInteger(value) ? value : refuse(row, column, 'an integer');
};

export const numberOf: ColumnReader<number> = (row, column) => {
  const value = row[column];
  return typeof value === 'number' ? value : refuse(row, column, 'a number');
};

export const bigintOf: ColumnReader<bigint> = (row, column) => {
  const value = row[column];
  return typeof value === 'bigint' ? value : refuse(row, column, 'a bigint');
};

/** Of timestamptz. */
export const dateOf: ColumnReader<Date> = (row, column) => {
  const value = row[column];
  return value instanceof Date ? value : refuse(row, column, 'a timestamptz');
};

export const bytesOf: ColumnReader<Uint8Array> = (row, column) => {
  const value = row[column];
  return value instanceof Uint8Array ? value : refuse(row, column, 'a bytea');
};

/** Of json and jsonb: any value, to be parsed by the caller. */
export const jsonOf: ColumnReader<unknown> = (row, column) =>
  row[column] === undefined ? refuse(row, column, 'JSON') : row[column];

/** A reader that gives null for null: `nullable(textOf)(row, 'note')`. */
export function nullable<T>(read: ColumnReader<T>): ColumnReader<T | null> {
  return (row, column) => (row[column] === null ? null : read(row, column));
}

function refuse(row: Row, column: string, expected: string): never {
  const value = row[column];
  const problem =
    value === undefined
      ? `is not among the columns ${Object.keys(row).join(', ')}. Select it`
      : `is not ${expected} but ${value === null ? 'null' : typeof value}. Read it with the reader of its type`;
  throw new RuntimeError('VALUE_INVALID', `Column ${column} ${problem}.`);
}
