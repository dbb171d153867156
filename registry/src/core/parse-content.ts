import type { Definitions } from '../schema/inline-references.ts';
import { type ParsedSchema, parseSchemaText, SchemaTextError } from '../schema/parse-schema-text.ts';
import { besideSubject } from './qualified-subject.ts';
import { invalidSchema } from './registry-error.ts';
import { normalizeReferences, type SchemaReference } from './schema-reference.ts';
import type { SchemaVersion } from './schema-version.ts';
import type { State } from './state.ts';
import { findVersion } from './versions.ts';

/** A schema's text with its references, before it is known to be one. */
export interface Unparsed {
  readonly subject: string;
  readonly schema: string;
  readonly references: readonly SchemaReference[];
}

export interface ParsedContent {
  readonly parsed: ParsedSchema;
  /** With the version numbers that `latest` stood for. */
  readonly references: readonly SchemaReference[];
}

export interface ParseContentOptions {
  readonly normalize: boolean;
  /** Whether defaults and namespaces must be right, as they must be in what is new. */
  readonly strict: boolean;
  /** Whether references may point to soft-deleted versions: what was stored once may, what is new may not. */
  readonly deletedReferences: boolean;
}

/** Throws 42201 for a text that is no Avro schema and for a reference to what does not exist. */
export function parseContent(state: State, unparsed: Unparsed, options: ParseContentOptions): ParsedContent {
  const targets = unparsed.references.map((reference) => resolveReference(state, unparsed.subject, reference, options));
  const definitions: Definitions = new Map(targets.flatMap((target) => [...parsedVersion(state, target).definitions]));
  const references = unparsed.references.map((reference, index) => ({
    ...reference,
    version: targets[index]?.version ?? reference.version,
  }));
  try {
    const { normalize, strict } = options;
    const parsed = parseSchemaText(unparsed.schema, { normalize, strict, definitions });
    return { parsed, references: options.normalize ? normalizeReferences(references) : references };
  } catch (error) {
    if (error instanceof SchemaTextError) throw invalidSchema(`Invalid schema of type AVRO, details: ${error.message}`);
    throw error;
  }
}

/** Parsing is the costly part of every check, and a stored version never changes. */
const parsedVersions = new WeakMap<SchemaVersion, ParsedSchema>();

export function parsedVersion(state: State, version: SchemaVersion): ParsedSchema {
  const known = parsedVersions.get(version);
  if (known !== undefined) return known;
  const { parsed } = parseContent(state, version, { normalize: false, strict: false, deletedReferences: true });
  parsedVersions.set(version, parsed);
  return parsed;
}

function resolveReference(
  state: State,
  referrer: string,
  reference: SchemaReference,
  { deletedReferences }: ParseContentOptions,
): SchemaVersion {
  const subject = besideSubject(referrer, reference.subject);
  const found = findVersion(state, subject, { number: reference.version, deleted: deletedReferences });
  if (found !== undefined) return found;
  const place = `subject "${subject}" and version ${reference.version}`;
  throw invalidSchema(`No schema reference found for ${place}: register that schema first, or correct the reference`);
}
