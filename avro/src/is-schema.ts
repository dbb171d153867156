import type { JsonValue, Schema } from './model.ts';

/** What public functions take: a schema as a JSON value (a string is a type name, not JSON text) or a parsed one. */
export type SchemaInput = JsonValue | Schema;

// Identity, not shape, tells a parsed schema from JSON: a JSON schema may have attributes such as `kind` of its own.
const parsedSchemas = new WeakSet<object>();

/** Whether the value came from `parseSchema`, `parseSchemaText` or `resolveSchemas`; a copy of one does not count. */
export function isSchema(value: SchemaInput): value is Schema {
  return typeof value === 'object' && value !== null && parsedSchemas.has(value);
}

/** Only for the parser. */
export function markParsed<S extends Schema>(schema: S): S {
  parsedSchemas.add(schema);
  return schema;
}
