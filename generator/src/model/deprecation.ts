import { type Deprecation, deprecationIn, type JsonObject } from '@eventwright/avro';

/** What a deprecation says to who still uses a thing; empty where it is without words. */
export function deprecationText({ text, since, replacedBy, removeAfter }: Deprecation): string {
  const parts = [
    text,
    since === undefined ? '' : `since ${since}`,
    replacedBy === undefined ? '' : `use ${replacedBy}`,
    removeAfter === undefined ? '' : `to be removed after ${removeAfter}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** The same of the mark among the attributes of an Avro type or field; undefined where there is none. */
export function deprecationOf(properties: JsonObject): string | undefined {
  const deprecation = deprecationIn(properties);
  return deprecation === undefined ? undefined : deprecationText(deprecation);
}
