import { createHash } from 'node:crypto';
import type { JsonObject } from '@eventwright/avro';
import { omitUndefined } from './json-fields.ts';
import { type Metadata, metadataJson } from './metadata.ts';
import { type RuleSet, ruleSetHashParts } from './rule-set.ts';
import type { SchemaReference } from './schema-reference.ts';

/** What makes two schemas the same schema, and so gives them the same id. */
export interface SchemaContent {
  /** Canonical string. */
  readonly schema: string;
  readonly references: readonly SchemaReference[];
  readonly metadata: Metadata | undefined;
  readonly ruleSet: RuleSet | undefined;
}

/** One version of a subject. Only `deleted` ever changes, by a new object in its place. */
export interface SchemaVersion extends SchemaContent {
  readonly subject: string;
  readonly version: number;
  /** Unique in the subject's context. */
  readonly id: number;
  /** Soft-deleted: still found by id, no longer by subject. */
  readonly deleted: boolean;
  /** When it was registered or deleted, in milliseconds since 1970. */
  readonly timestamp: number;
}

/** The id of a schema that is the same in every registry: the MD5 of its content, computed as Confluent's registry does. */
export function guidOf({ schema, references, metadata, ruleSet }: SchemaContent): string {
  const hash = createHash('md5').update(schema);
  for (const { name, subject, version } of references) {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(version);
    hash.update(name).update(subject).update(bytes);
  }
  if (metadata !== undefined) {
    hash.update('\u0001');
    for (const [path, tags] of Object.entries(metadata.tags)) hash.update([path, ...tags].join(''));
    for (const [name, text] of Object.entries(metadata.properties)) hash.update(name).update(text);
    hash.update(metadata.sensitive.join(''));
  }
  if (ruleSet !== undefined) {
    hash.update('\u0001');
    for (const part of ruleSetHashParts(ruleSet)) hash.update(part);
  }
  return hash.digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** The parts that every answer about a schema has. */
export function contentJson(content: SchemaContent): JsonObject {
  const { schema, references, metadata, ruleSet } = content;
  return omitUndefined({
    guid: guidOf(content),
    schema,
    references: references.length > 0 ? references.map((reference) => ({ ...reference })) : undefined,
    metadata: metadata === undefined ? undefined : metadataJson(metadata),
    ruleSet,
  });
}

/** The answer about one version of a subject. The type AVRO is left out, as older clients expect. */
export function versionJson(version: SchemaVersion): JsonObject {
  return omitUndefined({
    subject: version.subject,
    id: version.id,
    version: version.version,
    ...contentJson(version),
    ts: version.timestamp,
    deleted: version.deleted ? true : undefined,
  });
}
