import { createHash } from 'node:crypto';
import { type Schema, schemaText } from '@eventwright/avro';
import type { SchemaFile } from '../model/contract-model.ts';

/**
 * Of the text that a registry is given, all that it draws in included. Docs, defaults, aliases and logical types count:
 * Avro's own fingerprint, made from the canonical form, would miss their edits.
 */
export function releaseFingerprint({ schema }: SchemaFile): string {
  return fingerprintOf(schema);
}

/** The same of a schema that is no file's, such as a registry's. */
export function fingerprintOf(schema: Schema): string {
  const fingerprint = known.get(schema) ?? sha256(schemaText(schema));
  known.set(schema, fingerprint);
  return fingerprint;
}

/** A schema never changes, and is asked for by every subject and every question about it. */
const known = new WeakMap<Schema, string>();

/** Of what the file defines itself: types of other files count by their names alone. */
export function definitionFingerprint({ schema, types }: SchemaFile, drawnIn: readonly SchemaFile[]): string {
  const own = new Set(types);
  const others = drawnIn.flatMap((file) => file.types).filter((type) => !own.has(type));
  return sha256(schemaText(schema, others));
}

const sha256 = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
