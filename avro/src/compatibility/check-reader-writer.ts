import type { SchemaInput } from '../is-schema.ts';
import { compareSchemas } from './compare-schemas.ts';
import { comparedSchema } from './compared-schema.ts';
import type { Compatibility } from './incompatibility.ts';
import { locationOf } from './mismatch.ts';

/**
 * Whether the reader's schema can read everything that is written with the writer's: the algorithm of Avro Java's
 * `SchemaCompatibility`, with its types, locations, messages and order. Logical types, docs and changed defaults are not
 * looked at (`overlookedChanges` does). What Java throws for a field that matches two written ones is a NAME_MISMATCH
 * here, after all others. Throws `AvroError` for what is no schema.
 */
export function checkReaderWriter(reader: SchemaInput, writer: SchemaInput): Compatibility {
  const { mismatches } = compareSchemas(comparedSchema(reader), comparedSchema(writer));
  const incompatibilities = mismatches.map(({ type, location, message }) => ({
    type,
    location: locationOf(location),
    message,
  }));
  return { compatible: incompatibilities.length === 0, incompatibilities };
}
