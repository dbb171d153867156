import type { JsonObject, JsonValue } from '@eventwright/avro';
import { isJsonObject, isStringArray, omitUndefined } from './json-fields.ts';
import { badRequest } from './registry-error.ts';

/** What a data contract says about a schema beside its type. Keys and sets are sorted, so equal metadata are equal text. */
export interface Metadata {
  /** Tags by path into the schema. */
  readonly tags: Readonly<Record<string, readonly string[]>>;
  readonly properties: Readonly<Record<string, string>>;
  /** Names of properties that hold secrets. */
  readonly sensitive: readonly string[];
}

/** The property in which a registry notes the version that a client asked for. */
export const versionProperty = 'confluent:version';

const empty: Metadata = { tags: {}, properties: {}, sensitive: [] };

/** Reads metadata from a request or from the log; undefined for none. */
export function parseMetadata(value: JsonValue | undefined): Metadata | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isJsonObject(value)) throw badRequest('metadata must be an object');
  return {
    tags: parseTags(value['tags']),
    properties: parseProperties(value['properties']),
    sensitive: parseSensitive(value['sensitive']),
  };
}

/** Without its empty parts, as clients expect it. */
export function metadataJson({ tags, properties, sensitive }: Metadata): JsonObject {
  return omitUndefined({
    tags: Object.keys(tags).length > 0 ? tags : undefined,
    properties: Object.keys(properties).length > 0 ? properties : undefined,
    sensitive: sensitive.length > 0 ? sensitive : undefined,
  });
}

/** Both together; where they differ the second one counts. */
export function mergeMetadata(first: Metadata | undefined, second: Metadata | undefined): Metadata | undefined {
  if (first === undefined || second === undefined) return second ?? first;
  return {
    tags: sortedRecord(Object.entries({ ...first.tags, ...second.tags })),
    properties: sortedRecord(Object.entries({ ...first.properties, ...second.properties })),
    sensitive: sortedSet([...first.sensitive, ...second.sensitive]),
  };
}

export function withVersion(metadata: Metadata | undefined, version: number): Metadata {
  const properties = { ...metadata?.properties, [versionProperty]: String(version) };
  return { ...empty, ...metadata, properties: sortedRecord(Object.entries(properties)) };
}

/** A schema and the version of it that a registry holds. */
interface Versioned {
  readonly metadata: Metadata | undefined;
  readonly version: number;
}

/** Whether metadata are the same but for a version that only one of them notes, which must then be the other's version. */
export function sameMetadata(wanted: Metadata | undefined, held: Versioned): boolean {
  const wantedVersion = wanted?.properties[versionProperty];
  const heldVersion = held.metadata?.properties[versionProperty];
  if (wantedVersion === undefined && heldVersion !== undefined) {
    return textOf(wanted ?? empty) === textOf(withoutVersion(held.metadata));
  }
  if (wantedVersion !== undefined && heldVersion === undefined) {
    return wantedVersion === String(held.version) && textOf(withoutVersion(wanted)) === textOf(held.metadata ?? empty);
  }
  return textOf(wanted) === textOf(held.metadata);
}

function withoutVersion(metadata: Metadata = empty): Metadata {
  const { [versionProperty]: _version, ...properties } = metadata.properties;
  return { ...metadata, properties };
}

function textOf(metadata: Metadata | undefined): string {
  return metadata === undefined ? '' : JSON.stringify(metadata);
}

function parseTags(value: JsonValue | undefined): Metadata['tags'] {
  return sortedRecord(
    membersOf(value, 'tags').map(([path, tags]) => {
      if (!isStringArray(tags)) throw badRequest(`metadata.tags of '${path}' must be an array of strings`);
      return [path, sortedSet(tags)];
    }),
  );
}

function parseProperties(value: JsonValue | undefined): Metadata['properties'] {
  return sortedRecord(
    membersOf(value, 'properties').map(([name, text]) => {
      if (typeof text !== 'string') throw badRequest(`metadata.properties '${name}' must be a string`);
      return [name, text];
    }),
  );
}

function parseSensitive(value: JsonValue | undefined): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!isStringArray(value)) throw badRequest('metadata.sensitive must be an array of strings');
  return sortedSet(value);
}

function membersOf(value: JsonValue | undefined, name: string): readonly (readonly [string, JsonValue])[] {
  if (value === undefined || value === null) return [];
  if (!isJsonObject(value)) throw badRequest(`metadata.${name} must be an object`);
  return Object.entries(value);
}

function sortedSet(items: readonly string[]): readonly string[] {
  return [...new Set(items)].sort();
}

function sortedRecord<Value>(members: readonly (readonly [string, Value])[]): Readonly<Record<string, Value>> {
  return Object.fromEntries([...members].sort(([left], [right]) => (left < right ? -1 : 1)));
}
