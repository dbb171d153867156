import { type Schema, schemaText } from '@eventwright/avro';

const known = new WeakMap<Schema, string>();

/** The text of a schema as it is registered, made once for each. */
export function textOfSchema(schema: Schema): string {
  const text = known.get(schema) ?? schemaText(schema);
  known.set(schema, text);
  return text;
}
