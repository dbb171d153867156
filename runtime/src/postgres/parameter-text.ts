import type { SqlParameter } from '../core/database.ts';
import { Decimal } from '../core/decimal.ts';
import { RuntimeError } from '../core/errors.ts';

/**
 * Parameters in the text form of PostgreSQL, which the server reads by the type that the statement gives them. The
 * drivers each have their own ideas of values that are not text. Throws `VALUE_INVALID` for what is no parameter.
 */
export function parameterTexts(parameters: readonly SqlParameter[]): readonly (string | null)[] {
  return parameters.map((parameter, index) => textOf(parameter, index + 1));
}

function textOf(parameter: SqlParameter, number: number): string | null {
  if (parameter === null) return null;
  switch (typeof parameter) {
    case 'string':
      return parameter;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(parameter);
    case 'object':
      return objectText(parameter, number);
    default:
      throw invalid(number, typeof parameter);
  }
}

function objectText(parameter: Exclude<SqlParameter, null> & object, number: number): string {
  if (parameter instanceof Date) return dateText(parameter, number);
  if (parameter instanceof Uint8Array) return `\\x${Buffer.from(parameter).toString('hex')}`;
  if (parameter instanceof Decimal) return parameter.toString();
  if (isList(parameter)) return `{${parameter.map((element) => elementText(element, number)).join(',')}}`;
  throw invalid(number, 'object');
}

function dateText(date: Date, number: number): string {
  if (Number.isNaN(date.getTime())) throw invalid(number, 'invalid Date');
  return date.toISOString();
}

/** Quotes keep apart nothing, `NULL`, and the text of that name. */
function elementText(element: SqlParameter, number: number): string {
  const text = textOf(element, number);
  if (text === null) return 'NULL';
  return isList(element) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** `Array.isArray` that knows about readonly arrays. */
function isList(value: SqlParameter): value is readonly SqlParameter[] {
  return Array.isArray(value);
}

function invalid(number: number, type: string): RuntimeError {
  const cure = 'Give text, numbers, booleans, dates, bytes, decimals, arrays of these or null; JSON as text';
  return new RuntimeError('VALUE_INVALID', `Parameter $${number} is of type ${type}. ${cure}.`);
}
