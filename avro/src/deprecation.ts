import type { JsonObject, JsonValue } from './model.ts';

/** What a mark of deprecation says; all of it may be missing. */
export interface Deprecation {
  /** In words; may be empty. */
  readonly text: string;
  readonly since: string | undefined;
  /** Name of what takes its place. */
  readonly replacedBy: string | undefined;
  /** The day after which it may be gone, as written: 2027-01-31. */
  readonly removeAfter: string | undefined;
}

/** A mark is true, a text, or `{ since, replacedBy, removeAfter }`; undefined where there is none. */
export function readDeprecation(mark: JsonValue | undefined): Deprecation | undefined {
  if (mark === undefined || mark === null || mark === false) return undefined;
  const text = typeof mark === 'string' ? mark.trim() : '';
  const parts: JsonObject = typeof mark === 'object' && !isList(mark) ? mark : {};
  return {
    text,
    since: wordOf(parts['since']),
    replacedBy: wordOf(parts['replacedBy']),
    removeAfter: wordOf(parts['removeAfter']),
  };
}

/** The mark among the attributes of a type or field, under AsyncAPI's name (`x-deprecated`) or JSON Schema's (`deprecated`). */
export const deprecationIn = (properties: JsonObject): Deprecation | undefined =>
  readDeprecation(properties['x-deprecated'] ?? properties['deprecated']);

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

const wordOf = (value: JsonValue | undefined): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() || undefined : undefined;
