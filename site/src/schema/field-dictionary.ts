import type { Estate } from '../catalog/estate.ts';
import { fieldRows } from './field-rows.ts';
import { plainTypeText } from './type-text.ts';

/** A field name, wherever it is used. */
export interface DictionaryEntry {
  readonly name: string;
  /** Each type that fields of the name have, the one used most first. */
  readonly meanings: readonly Meaning[];
  readonly pii: boolean;
  /** Whether the types differ in more than that null is allowed. */
  readonly isConflict: boolean;
}

/** Fields of one name that have the same type. */
export interface Meaning {
  readonly type: string;
  /** What docs say of them, each text once. */
  readonly docs: readonly string[];
  /** Full names of the records. */
  readonly records: readonly string[];
  readonly events: readonly string[];
}

/** All field names of the newest versions, sorted. A record that several events have counts once for its own fields. */
export function fieldDictionary(estate: Estate): readonly DictionaryEntry[] {
  const entries = new Map<string, Map<string, { docs: Set<string>; records: Set<string>; events: Set<string> }>>();
  const personal = new Set<string>();
  for (const event of estate.catalog.events) {
    const newest = estate.versionsOf(event.schema).at(-1);
    if (newest === undefined) continue;
    for (const { field, type, record, pii } of fieldRows(newest.schema)) {
      const meanings = getOrSet(entries, field.name, () => new Map());
      const meaning = getOrSet(meanings, plainTypeText(type), () => ({
        docs: new Set<string>(),
        records: new Set<string>(),
        events: new Set<string>(),
      }));
      if (field.doc !== undefined) meaning.docs.add(field.doc);
      meaning.records.add(record);
      meaning.events.add(event.name);
      if (pii) personal.add(field.name);
    }
  }
  return [...entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, meanings]) => ({
      name,
      pii: personal.has(name),
      isConflict: differ(meanings.keys()),
      meanings: [...meanings]
        .map(([type, { docs, records, events }]) => ({
          type,
          docs: [...docs],
          records: [...records],
          events: [...events],
        }))
        .sort((a, b) => b.events.length - a.events.length || (a.type < b.type ? -1 : 1)),
    }));
}

function differ(types: Iterable<string>): boolean {
  return new Set([...types].map((type) => type.replace(/ or null$/, ''))).size > 1;
}

function getOrSet<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
