import type { JsonObject, JsonValue } from '@eventwright/avro';
import type { Deprecation } from '../catalog/catalog.ts';

/** The mark among the attributes of a type or field: `x-deprecated`, or JSON Schema's `deprecated`. */
export function deprecationIn(properties: JsonObject): Deprecation | undefined {
  const mark = properties['x-deprecated'] ?? properties['deprecated'];
  if (mark === undefined || mark === null || mark === false) return undefined;
  const nothing: Deprecation = { text: '', since: undefined, replacedBy: undefined, removeAfter: undefined };
  if (typeof mark === 'string') return { ...nothing, text: mark.trim() };
  if (!isObject(mark)) return nothing;
  return {
    text: '',
    since: wordOf(mark['since']),
    replacedBy: wordOf(mark['replacedBy']),
    removeAfter: wordOf(mark['removeAfter']),
  };
}

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const wordOf = (value: JsonValue | undefined): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
