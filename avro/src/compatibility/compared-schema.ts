import type { SchemaInput } from '../is-schema.ts';
import type { Schema } from '../model.ts';
import { parseSchema } from '../parse/parse-schema.ts';

/**
 * A schema to be compared with another. Only whether a field has a default decides who can read whom, so one of a wrong
 * type does not stop the verdict: registries keep such schemas, and Avro Java takes many of them. Throws `AvroError` for
 * every other error.
 */
export function comparedSchema(schema: SchemaInput): Schema {
  return parseSchema(schema, { tolerated: ['AVRO_DEFAULT_INVALID'] });
}
