import { jsonText } from '../json/json-text.ts';
import type { JsonObject, JsonValue } from '../model.ts';
import { child, type Placed } from './match-schemas.ts';
import type { LocatedChange, SchemaChangeKind } from './schema-change.ts';

/** What fields and types of all kinds may have. */
interface Attributes {
  readonly doc?: string;
  readonly aliases?: readonly string[];
  readonly properties: JsonObject;
}

export interface AttributePair {
  readonly subject: string;
  readonly previous: Placed<Attributes>;
  readonly next: Placed<Attributes>;
}

/** Docs, aliases and the properties that the specification does not name, but for those in `known`. */
export function diffAttributes(pair: AttributePair, known: readonly string[] = []): readonly LocatedChange[] {
  const { previous, next } = pair;
  return [
    ...changeOf(pair, { kind: 'doc-changed', attribute: 'doc', from: previous.value.doc, to: next.value.doc }),
    ...changeOf(pair, {
      kind: 'aliases-changed',
      attribute: 'aliases',
      from: listed(previous.value.aliases),
      to: listed(next.value.aliases),
    }),
    ...diffProperties(pair, known),
  ];
}

/** The order of aliases has no meaning. */
function listed(aliases: readonly string[] = []): readonly string[] | undefined {
  return aliases.length === 0 ? undefined : [...new Set(aliases)].sort();
}

function diffProperties(pair: AttributePair, known: readonly string[]): readonly LocatedChange[] {
  const [before, after] = [pair.previous.value.properties, pair.next.value.properties];
  const names = [...Object.keys(after), ...Object.keys(before)];
  return [...new Set(names)]
    .filter((name) => !known.includes(name))
    .flatMap((attribute) =>
      changeOf(pair, {
        kind: 'property-changed',
        attribute,
        from: ownValue(before, attribute),
        to: ownValue(after, attribute),
      }),
    );
}

const ownValue = (object: JsonObject, key: string): JsonValue | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;

interface Change {
  readonly kind: SchemaChangeKind;
  readonly attribute: string;
  readonly from: JsonValue | undefined;
  readonly to: JsonValue | undefined;
}

const nouns: Partial<Record<SchemaChangeKind, string>> = {
  'doc-changed': 'documentation',
  'aliases-changed': 'aliases',
  'enum-default-changed': 'default symbol',
  'sort-order-changed': 'sort order',
};

/** One change, or none where both are equal. */
export function changeOf(pair: AttributePair, { kind, attribute, from, to }: Change): readonly LocatedChange[] {
  // Most are the same text, or both not there.
  if (from === to || textOf(from) === textOf(to)) return [];
  const { subject, previous, next } = pair;
  const noun = `The ${nouns[kind] ?? `property "${attribute}"`} of ${subject}`;
  return [
    {
      kind,
      subject,
      previous: child(previous, escapeToken(attribute)),
      next: child(next, escapeToken(attribute)),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      message: `${noun} ${verbOf(from, to, kind)}.`,
    },
  ];
}

function verbOf(from: JsonValue | undefined, to: JsonValue | undefined, kind: SchemaChangeKind): string {
  const were = kind === 'aliases-changed' ? 'were' : 'was';
  // Docs are long, and read better side by side than in a sentence.
  if (kind === 'doc-changed')
    return `${were} ${from === undefined ? 'added' : to === undefined ? 'removed' : 'changed'}`;
  if (from === undefined) return `${were} added: ${textOf(to)}`;
  if (to === undefined) return `${were} removed: ${textOf(from)}`;
  return `${were} changed from ${textOf(from)} to ${textOf(to)}`;
}

export function textOf(value: JsonValue | undefined): string {
  return value === undefined ? '' : jsonText(value);
}

const escapeToken = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1');
