import type { JsonValue } from '@eventwright/avro';
import { isInteger, isJsonArray, isJsonObject } from './json-fields.ts';
import { badRequest } from './registry-error.ts';

/** A version of another subject, of whose types this schema uses some by name. */
export interface SchemaReference {
  /** Full name of the type, or a file name; types are found by their own names. */
  readonly name: string;
  /** Without a context it lies in the context of the schema that refers to it. */
  readonly subject: string;
  /** -1 for the latest. What is stored names the version that was the latest at the time. */
  readonly version: number;
}

/** Reads references from a request or from the log. */
export function parseReferences(value: JsonValue | undefined): readonly SchemaReference[] {
  if (value === undefined || value === null) return [];
  if (!isJsonArray(value)) throw badRequest('references must be an array');
  return value.map((reference) => {
    if (!isJsonObject(reference)) throw badRequest('a reference must be an object with name, subject and version');
    const { name, subject, version } = reference;
    if (typeof name !== 'string' || typeof subject !== 'string' || !isInteger(version)) {
      throw badRequest(
        `Invalid reference: ${JSON.stringify(reference)}: name and subject are strings, version is a number`,
      );
    }
    return { name, subject, version };
  });
}

export function sameReferences(left: readonly SchemaReference[], right: readonly SchemaReference[]): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** Sorted by name, subject and version, each once. */
export function normalizeReferences(references: readonly SchemaReference[]): readonly SchemaReference[] {
  const byText = new Map(references.map((reference) => [JSON.stringify(Object.values(reference)), reference]));
  return [...byText].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, reference]) => reference);
}
