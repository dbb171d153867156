import { innerSchemas, schemasInside } from './inner-schemas.ts';
import { isSchema, type SchemaInput } from './is-schema.ts';
import { childLocation } from './json/json-node.ts';
import type { NamedSchema, Schema } from './model.ts';
import { parseSchema } from './parse/parse-schema.ts';

/**
 * Visits a schema and everything in it in the order of its text, a named type at its first use only. `location` is the
 * JSON pointer in the self-contained text of the schema (`schemaText`), `/` for the root.
 */
export function walk(input: SchemaInput, visit: (schema: Schema, location: string) => void): void {
  const seen = new Set<Schema>();
  const open: Place[] = [{ schema: isSchema(input) ? input : parseSchema(input), location: '/' }];
  // A loop, because types that use each other over files may make a chain longer than the stack.
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { schema, location } = next;
    if (seen.has(schema)) continue;
    seen.add(schema);
    visit(schema, location);
    const inner = innerSchemas(schema).map((one) => ({
      schema: one.schema,
      location: one.path.reduce<string>(childLocation, location),
    }));
    open.push(...inner.reverse());
  }
}

/** Every named type in a schema, itself included, in the order of first use. */
export function namedTypes(input: SchemaInput): readonly NamedSchema[] {
  const types = new Set<NamedSchema>();
  const open: Schema[] = [isSchema(input) ? input : parseSchema(input)];
  for (let schema = open.pop(); schema !== undefined; schema = open.pop()) {
    if ('name' in schema) {
      if (types.has(schema)) continue;
      types.add(schema);
    }
    for (const inner of schemasInside(schema).toReversed()) open.push(inner);
  }
  return [...types];
}

interface Place {
  readonly schema: Schema;
  readonly location: string;
}
