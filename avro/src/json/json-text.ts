import type { JsonValue } from '../model.ts';
import { isJsonArray } from './json-node.ts';

/**
 * Compact JSON, the same text for equal values: keys of objects sorted by code unit, bigints digit for digit, minus zero
 * kept (a double default of -0.0 is not 0.0).
 */
export function jsonText(value: JsonValue): string {
  if (typeof value === 'bigint') return value.toString();
  if (Object.is(value, -0)) return '-0.0';
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isJsonArray(value)) return `[${value.map(jsonText).join(',')}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${jsonText(member)}`).join(',')}}`;
}
