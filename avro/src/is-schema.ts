import type { JsonValue, Schema } from './model.ts';

/** What public functions take: a schema as a JSON value (a string is a type name, not JSON text) or a parsed one. */
export type SchemaInput = JsonValue | Schema;

// A mark, not the shape, tells a parsed schema from JSON: a JSON schema may have attributes such as `kind` of its own,
// but never a symbol. Registered, so that two copies of this package know each other's schemas.
const mark = Symbol.for('@eventwright/avro parsed schema');

/** Whether the value came from `parseSchema`, `parseSchemaText` or `resolveSchemas`; a copy of one does not count. */
export function isSchema(value: SchemaInput): value is Schema {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, mark);
}

/** Only for the parser. Not enumerable, so that schemas compare and print as the plain data they are. */
export function markParsed<S extends Schema>(schema: S): S {
  return Object.defineProperty(schema, mark, marked);
}

const marked: PropertyDescriptor = { value: true };
