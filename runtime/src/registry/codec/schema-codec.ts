import { parseSchemaText, type Schema } from '@eventwright/avro';
import { RuntimeError } from '../../core/errors.ts';
import { type BinaryCodec, binaryCodec } from './binary-codec.ts';
import { compileReader } from './compile-reader.ts';
import { compileWriter } from './compile-writer.ts';
import { noProblems, valueInvalid } from './value-problems.ts';
import { isStackOverflow, valueUnreadable } from './value-reader.ts';
import type { Wire } from './wire.ts';

/** Values of one schema as the generated types have them, from and to bytes. */
export interface SchemaCodec {
  readonly name: string;
  /**
   * The bytes of the value, after those of the prefix. Throws `VALUE_INVALID` with every problem, by its path, before
   * anything is written.
   */
  encode(value: unknown, prefix: Uint8Array): Uint8Array;
  /** Compiles reading what was written with another schema, or this one. The function throws `VALUE_UNREADABLE`. */
  readerOf(writer: BinaryCodec): (bytes: Uint8Array) => unknown;
}

/** Compiles the codec of a schema given as JSON text. Throws `AvroError` where the text is no schema. */
export function schemaCodec(text: string): SchemaCodec {
  const schema = parseSchemaText(text);
  const name = schemaName(schema);
  const binary = binaryCodec(schema);
  const toWire = wireOf(schema, binary);
  return {
    name,
    encode: (value, prefix) => {
      try {
        return binary.encode(toWire(value), prefix);
      } catch (error) {
        if (!isStackOverflow(error)) throw error;
        throw new RuntimeError('VALUE_INVALID', `${name} is nested too deeply, or contains itself.`, { cause: error });
      }
    },
    readerOf: (writer) => {
      const read = compileReader(writer.schema, schema, writer.twin.unions);
      return (bytes) => {
        try {
          return read(writer.decode(bytes));
        } catch (error) {
          throw valueUnreadable(name, error);
        }
      };
    },
  };
}

/** Full Avro name; of types without one the kind. */
export function schemaName(schema: Schema): string {
  if (schema.kind === 'primitive') return schema.type;
  return 'name' in schema ? schema.name : schema.kind;
}

function wireOf(schema: Schema, { twin }: BinaryCodec): (value: unknown) => Wire {
  const writer = compileWriter(schema, twin.unions);
  const name = schemaName(schema);
  return (value) => {
    const problems = noProblems();
    const wire = writer.write(value, problems);
    if (problems.count > 0) throw valueInvalid(name, problems);
    return wire;
  };
}
