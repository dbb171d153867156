import type { JsonObject, JsonValue } from '@eventwright/avro';
import { type Config, configJson, updateConfig } from './config.ts';
import { isInteger, isJsonObject, omitUndefined } from './json-fields.ts';
import { metadataJson, parseMetadata } from './metadata.ts';
import { type Mode, parseMode } from './mode.ts';
import { parseRuleSet } from './rule-set.ts';
import { parseReferences } from './schema-reference.ts';
import type { SchemaVersion } from './schema-version.ts';

/** A change of the registry's state, as the log keeps it. The state is the fold of all entries. */
export type Entry =
  | { readonly kind: 'version'; readonly version: SchemaVersion }
  | { readonly kind: 'version-removed'; readonly subject: string; readonly version: number }
  /** Without the colons. */
  | { readonly kind: 'context-removed'; readonly context: string }
  /** A subject, `:.context:`, or null for the whole registry; config null where the settings were deleted. */
  | { readonly kind: 'config'; readonly subject: string | null; readonly config: Config | null }
  | { readonly kind: 'mode'; readonly subject: string | null; readonly mode: Mode | null };

export function entryJson(entry: Entry): JsonObject {
  switch (entry.kind) {
    case 'version':
      return { kind: entry.kind, ...storedVersionJson(entry.version) };
    case 'version-removed':
      return { kind: entry.kind, subject: entry.subject, version: entry.version };
    case 'context-removed':
      return { kind: entry.kind, context: entry.context };
    case 'config':
      return { kind: entry.kind, subject: entry.subject, config: entry.config && configJson(entry.config) };
    case 'mode':
      return { kind: entry.kind, subject: entry.subject, mode: entry.mode };
  }
}

/** Reads an entry back. Throws an `Error` that says what is wrong with it. */
export function parseEntry(value: JsonValue): Entry {
  if (!isJsonObject(value)) throw new Error('an entry must be an object');
  const { kind, subject } = value;
  switch (kind) {
    case 'version':
      return { kind, version: parseVersion(value) };
    case 'version-removed':
      return { kind, subject: text(value, 'subject'), version: integer(value, 'version') };
    case 'context-removed':
      return { kind, context: text(value, 'context') };
    case 'config':
      return {
        kind,
        subject: scope(subject),
        config: isJsonObject(value['config']) ? updateConfig(value['config']) : null,
      };
    case 'mode':
      return { kind, subject: scope(subject), mode: typeof value['mode'] === 'string' ? mode(value['mode']) : null };
    default:
      throw new Error(`unknown kind of entry ${JSON.stringify(kind)}: written by a newer version?`);
  }
}

function storedVersionJson(version: SchemaVersion): JsonObject {
  const { metadata, ruleSet, references, ...rest } = version;
  return omitUndefined({
    ...rest,
    references: references.length > 0 ? references.map((reference) => ({ ...reference })) : undefined,
    metadata: metadata === undefined ? undefined : metadataJson(metadata),
    ruleSet,
  });
}

function parseVersion(value: JsonObject): SchemaVersion {
  const { timestamp } = value;
  if (typeof timestamp !== 'number') throw new Error('timestamp must be a number');
  return {
    subject: text(value, 'subject'),
    version: integer(value, 'version'),
    id: integer(value, 'id'),
    schema: text(value, 'schema'),
    references: parseReferences(value['references']),
    metadata: parseMetadata(value['metadata']),
    ruleSet: parseRuleSet(value['ruleSet']),
    deleted: value['deleted'] === true,
    timestamp,
  };
}

function text(value: JsonObject, name: string): string {
  const member = value[name];
  if (typeof member !== 'string') throw new Error(`${name} must be a string`);
  return member;
}

function integer(value: JsonObject, name: string): number {
  const member = value[name];
  if (!isInteger(member)) throw new Error(`${name} must be an integer`);
  return member;
}

function scope(subject: JsonValue | undefined): string | null {
  return typeof subject === 'string' ? subject : null;
}

function mode(name: string): Mode {
  const known = parseMode(name);
  if (known === undefined) throw new Error(`unknown mode ${name}`);
  return known;
}
