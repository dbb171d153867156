import type { Schema } from './schema.ts';
import type { WrittenSchema } from './schema-registry.ts';

/**
 * The version that a value was written with. Those that differ only in what the canonical form leaves out, such as
 * defaults, are told apart by their text, else the newest of them counts. Undefined where it is none of the known.
 */
export function writtenVersion(
  versions: readonly Schema<unknown, unknown>[],
  { avro, fingerprint }: Pick<WrittenSchema, 'avro' | 'fingerprint'>,
): Schema<unknown, unknown> | undefined {
  return (
    versions.find((version) => version.avro === avro) ??
    versions.findLast((version) => version.fingerprint === fingerprint)
  );
}
