import { parseSchemaText, type RecordSchema, type Schema } from '@eventwright/avro';
import { binaryCodec } from '../registry/codec/binary-codec.ts';
import { schemaCodec } from '../registry/codec/schema-codec.ts';
import { exampleValue } from './values/value-example.ts';

/** A schema of a message, ready for making values of it. */
export interface ValueMaker {
  readonly schema: Schema;
  /** The value as a reader gets it: defaults filled in, copies of all objects. Throws `VALUE_INVALID` where it is none. */
  complete(value: unknown): unknown;
}

/** For a schema given as JSON text. */
export function valueMaker(text: string): ValueMaker {
  const schema = parseSchemaText(text);
  const codec = schemaCodec(text);
  const read = codec.readerOf(binaryCodec(schema));
  const noFrame = new Uint8Array();
  return { schema, complete: (value) => read(codec.encode(value, noFrame)) };
}

/**
 * A key that goes with the value. A record takes the fields that the value has under the same names and types; any other
 * key is the first field of its type, which by custom is the one that the message is about.
 */
export function keyFor(key: Schema, value: Schema, content: unknown): unknown {
  const example = exampleValue(key, 'key');
  if (value.kind !== 'record' || !(content instanceof Object)) return example;
  if (key.kind !== 'record') {
    const field = value.fields.find(({ type }) => isSameType(type, key));
    return field === undefined ? example : Reflect.get(content, field.name);
  }
  return { ...(example instanceof Object ? example : {}), ...sharedFields(key, value, content) };
}

function sharedFields(key: RecordSchema, value: RecordSchema, content: object): object {
  const shared = key.fields.filter(({ name, type }) =>
    value.fields.some((field) => field.name === name && isSameType(field.type, type)),
  );
  return Object.fromEntries(shared.map(({ name }) => [name, Reflect.get(content, name)]));
}

/** Types whose values look the same: a UUID is a text. */
function isSameType(one: Schema, other: Schema): boolean {
  if (one.kind === 'primitive' && other.kind === 'primitive') {
    return one.type === other.type && (one.type === 'string' || one.logicalType?.name === other.logicalType?.name);
  }
  return 'name' in one && 'name' in other && one.kind === other.kind && one.name === other.name;
}
