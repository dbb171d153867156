import { checkDepth } from '../core/json-depth.ts';

/**
 * JSON in which a number keeps the digits it was written with. A registry must give a schema back as it came, and
 * `JSON.parse` alone would turn the default 9007199254740993 into 9007199254740992 and 1.0 into 1.
 */
export type ExactJson = null | boolean | string | ExactNumber | readonly ExactJson[] | ExactObject;

export interface ExactObject {
  readonly [key: string]: ExactJson;
}

const digits: unique symbol = Symbol('digits');

/** A number as written: `1.0`, `1e3` and `1000` differ. */
export interface ExactNumber {
  readonly [digits]: string;
}

/** Throws a `SyntaxError` for what is no JSON and for JSON nested too deep. */
export function parseExactJson(text: string): ExactJson {
  checkDepth(text);
  return JSON.parse(text, (_key, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' ? { [digits]: context?.source ?? String(value) } : value,
  );
}

/** Writes JSON without white space, keys in their own order. */
export function printExactJson(value: ExactJson): string {
  if (isExactArray(value)) return `[${value.map(printExactJson).join(',')}]`;
  if (isExactNumber(value)) return value[digits];
  if (isExactObject(value)) {
    return `{${Object.entries(value)
      .map(([key, member]) => `${JSON.stringify(key)}:${printExactJson(member)}`)
      .join(',')}}`;
  }
  return JSON.stringify(value);
}

/** The same value with the keys of every object in it sorted by code unit. */
export function sortKeys(value: ExactJson): ExactJson {
  if (isExactArray(value)) return value.map(sortKeys);
  if (!isExactObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, member]) => [key, sortKeys(member)]),
  );
}

export function isExactArray(value: ExactJson | undefined): value is readonly ExactJson[] {
  return Array.isArray(value);
}

export function isExactObject(value: ExactJson | undefined): value is ExactObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(digits in value);
}

function isExactNumber(value: ExactJson): value is ExactNumber {
  return typeof value === 'object' && value !== null && digits in value;
}
