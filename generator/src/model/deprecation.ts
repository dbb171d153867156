import type { JsonObject, JsonValue } from '@eventwright/avro';

/**
 * What `x-deprecated` says to who still uses a thing; undefined where it is not deprecated, empty where it is without
 * words. It is true, a text, or `{ since, replacedBy, removeAfter }`.
 */
export function deprecationText(mark: JsonValue | undefined): string | undefined {
  if (mark === undefined || mark === null || mark === false) return undefined;
  if (typeof mark === 'string') return mark.trim();
  if (typeof mark !== 'object' || isList(mark)) return '';
  const parts = [
    part(mark['since'], 'since '),
    part(mark['replacedBy'], 'use '),
    part(mark['removeAfter'], 'to be removed after '),
  ].filter((text) => text !== '');
  return parts.join(', ');
}

/** The mark among the attributes of an Avro type or field, under AsyncAPI's name or JSON Schema's. */
export const deprecationOf = (properties: JsonObject): string | undefined =>
  deprecationText(properties['x-deprecated'] ?? properties['deprecated']);

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

function part(value: JsonValue | undefined, before: string): string {
  return typeof value === 'string' || typeof value === 'number' ? `${before}${value}` : '';
}
