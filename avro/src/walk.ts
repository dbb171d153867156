import { innerSchemas } from './inner-schemas.ts';
import { isSchema, type SchemaInput } from './is-schema.ts';
import { childLocation } from './json/json-node.ts';
import type { NamedSchema, Schema } from './model.ts';
import { parseSchema } from './parse/parse-schema.ts';

/**
 * Visits a schema and everything in it in the order of its text, a named type at its first use only. `location` is the
 * JSON pointer in the self-contained text of the schema (`schemaText`), `/` for the root.
 */
export function walk(input: SchemaInput, visit: (schema: Schema, location: string) => void): void {
  visitOnce(isSchema(input) ? input : parseSchema(input), '/', { visit, seen: new Set() });
}

/** Every named type in a schema, itself included, in the order of first use. */
export function namedTypes(input: SchemaInput): readonly NamedSchema[] {
  const types: NamedSchema[] = [];
  walk(input, (schema) => {
    if (schema.kind === 'record' || schema.kind === 'enum' || schema.kind === 'fixed') types.push(schema);
  });
  return types;
}

interface Walk {
  readonly visit: (schema: Schema, location: string) => void;
  readonly seen: Set<Schema>;
}

function visitOnce(schema: Schema, location: string, { visit, seen }: Walk): void {
  if (seen.has(schema)) return;
  seen.add(schema);
  visit(schema, location);
  for (const inner of innerSchemas(schema)) {
    visitOnce(inner.schema, inner.path.reduce<string>(childLocation, location), { visit, seen });
  }
}
