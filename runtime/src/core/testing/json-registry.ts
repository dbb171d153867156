import { type ErrorCode, RuntimeError } from '../errors.ts';
import type { Schema } from '../schema.ts';
import type { SchemaRegistry, WrittenSchema } from '../schema-registry.ts';

/** A registry for tests: values travel as JSON behind a frame of a zero byte and the schema's number. */
export interface JsonRegistry extends SchemaRegistry {
  /** Every call fails with the code until it is undefined again. */
  failure: ErrorCode | undefined;
  /** Subjects under which nothing is registered. */
  readonly missing: Set<string>;
  /** How often a writer was looked up, by subject. */
  readonly lookups: Map<string, number>;
  /** The wire form of a value. */
  bytesOf(schema: Schema<unknown, unknown>, value: unknown): Uint8Array;
}

export function jsonRegistry(): JsonRegistry {
  const schemas: WrittenSchema[] = [];
  const idOf = ({ name, fingerprint, avro }: Schema<unknown, unknown>): number => {
    const known = schemas.find((schema) => schema.name === name && schema.avro === avro);
    if (known !== undefined) return known.id;
    return schemas.push({ id: schemas.length, name, fingerprint, avro }) - 1;
  };
  const bytesOf = (schema: Schema<unknown, unknown>, value: unknown): Uint8Array => {
    if (value === undefined || value === 'invalid') {
      throw new RuntimeError('VALUE_INVALID', `${schema.name} expected, got ${String(value)}`);
    }
    return Uint8Array.of(0, idOf(schema), ...new TextEncoder().encode(JSON.stringify(value)));
  };
  const registry: JsonRegistry = {
    failure: undefined,
    missing: new Set(),
    lookups: new Map(),
    bytesOf,
    writer: async (subject, schema) => {
      refuseWhileFailing(registry);
      registry.lookups.set(subject, (registry.lookups.get(subject) ?? 0) + 1);
      if (registry.missing.has(subject)) throw new RuntimeError('SCHEMA_NOT_REGISTERED', subject);
      return { encode: async (value) => bytesOf(schema, value) };
    },
    identify: async (bytes) => {
      refuseWhileFailing(registry);
      const [magic, id = -1] = bytes;
      if (magic !== 0) throw new RuntimeError('FRAME_INVALID', 'no frame');
      const schema = schemas[id];
      if (schema === undefined) throw new RuntimeError('SCHEMA_UNKNOWN', `no schema ${id}`);
      return schema;
    },
    read: async (bytes) => {
      refuseWhileFailing(registry);
      try {
        return JSON.parse(new TextDecoder().decode(bytes.subarray(2)));
      } catch (cause) {
        throw new RuntimeError('VALUE_UNREADABLE', 'no JSON', { cause });
      }
    },
  };
  return registry;
}

function refuseWhileFailing({ failure }: JsonRegistry): void {
  if (failure !== undefined) throw new RuntimeError(failure, 'as the test wants it');
}
