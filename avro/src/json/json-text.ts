import type { JsonValue } from '../model.ts';
import { exactNumber, isJsonArray } from './json-node.ts';

/**
 * Compact JSON, the same text for equal values: keys of objects sorted by code unit, bigints digit for digit, minus zero
 * kept (a double default of -0.0 is not 0.0).
 */
export function jsonText(value: JsonValue): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return numberText(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isJsonArray(value)) return `[${value.map(jsonText).join(',')}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${jsonText(member)}`).join(',')}}`;
}

function numberText(value: number): string {
  const exact = exactNumber(value);
  if (typeof exact === 'bigint') return exact.toString();
  return Object.is(exact, -0) ? '-0.0' : JSON.stringify(exact);
}
