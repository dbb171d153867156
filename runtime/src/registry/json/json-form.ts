import { type Schema as AvroSchema, parseSchemaText, type RecordSchema } from '@eventwright/avro';
import type { Schema } from '../../core/schema.ts';
import { getOwn, isObject, setOwn } from '../codec/own-property.ts';
import { schemaName } from '../codec/schema-codec.ts';
import { jsonMismatch } from './json-mismatch.ts';
import type { JsonShape, JsonValue, Path } from './json-value.ts';
import { scalarJson } from './scalar-json.ts';
import { unionJson } from './union-json.ts';

/** Values of a schema as JSON, for those who read no Avro. Nothing is lost on the way there and back. */
export interface JsonForm<Value> {
  /** Throws `VALUE_INVALID` where the value does not fit the schema. */
  toJson(value: Value): JsonValue;
  /** Throws `VALUE_INVALID`, with the path, where the JSON is no value of the schema; fields that it does not know are dropped. */
  fromJson(json: unknown): Value;
}

/**
 * The JSON of a schema: records are objects, maps and lists are what they are in JSON; a `long` is the text of its digits, a
 * decimal text (`"12.50"`), bytes base64, a timestamp text in UTC, dates, UUIDs and enums text as they are. In a union of
 * several types other than null, `$type` says which it is. The whole table is in the README of this folder's parent.
 */
export function jsonForm<Value>({ avro }: Schema<Value, unknown>): JsonForm<Value> {
  const schema = parseSchemaText(avro);
  const shape = shapes()(schema);
  const at: Path = [schemaName(schema)];
  return {
    toJson: (value) => shape.toJson(value, at),
    // The shape has checked every part; that these are the generated types, the generator saw to.
    fromJson: (json) => shape.fromJson(json, at) as Value,
  };
}

function shapes(): (schema: AvroSchema) => JsonShape {
  const records = new Map<RecordSchema, JsonShape>();
  const shapeOf = (schema: AvroSchema): JsonShape => {
    switch (schema.kind) {
      case 'record': {
        const known = records.get(schema);
        if (known !== undefined) return known;
        const { shape, define } = recordJson(schema);
        records.set(schema, shape);
        define(shapeOf);
        return shape;
      }
      case 'array':
        return listJson(shapeOf(schema.items));
      case 'map':
        return mapJson(shapeOf(schema.values));
      case 'union':
        return unionJson(schema, shapeOf);
      default:
        return scalarJson(schema);
    }
  };
  return shapeOf;
}

/** A record may stand in itself, so its fields are defined once it is known. */
function recordJson(schema: RecordSchema): {
  readonly shape: JsonShape;
  define(shapeOf: (schema: AvroSchema) => JsonShape): void;
} {
  const fields: [name: string, shape: JsonShape][] = [];
  const convert = (source: unknown, at: Path, way: 'toJson' | 'fromJson'): Record<string, JsonValue> => {
    if (!isObject(source)) throw jsonMismatch(at, schema.name, source);
    const target: Record<string, JsonValue> = {};
    for (const [name, field] of fields) setOwn(target, name, field[way](getOwn(source, name), [...at, name]));
    return target;
  };
  return {
    shape: {
      accepts: isObject,
      toJson: (value, at) => convert(value, at, 'toJson'),
      fromJson: (json, at) => convert(json, at, 'fromJson'),
    },
    define: (shapeOf) => {
      for (const { name, type } of schema.fields) fields.push([name, shapeOf(type)]);
    },
  };
}

function listJson(item: JsonShape): JsonShape {
  return {
    accepts: Array.isArray,
    toJson: (value, at) => listAt(value, at).map((part, index) => item.toJson(part, [...at, index])),
    fromJson: (json, at) => listAt(json, at).map((part, index) => item.fromJson(part, [...at, index])),
  };
}

function listAt(value: unknown, at: Path): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw jsonMismatch(at, 'an array', value);
}

function mapJson(content: JsonShape): JsonShape {
  return {
    accepts: isObject,
    toJson: (value, at) => entries(value, at, (part, place) => content.toJson(part, place)),
    fromJson: (json, at) => entries(json, at, (part, place) => content.fromJson(part, place)),
  };
}

function entries<To>(source: unknown, at: Path, convert: (part: unknown, at: Path) => To): Record<string, To> {
  if (!isObject(source)) throw jsonMismatch(at, 'an object', source);
  const target: Record<string, To> = {};
  for (const [name, part] of Object.entries(source)) setOwn(target, name, convert(part, [...at, name]));
  return target;
}
