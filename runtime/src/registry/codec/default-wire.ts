import type {
  FixedSchema,
  JsonObject,
  JsonValue,
  MapSchema,
  PrimitiveSchema,
  RecordSchema,
  Schema,
  UnionSchema,
} from '@eventwright/avro';
import { buffer } from './primitive-scalar.ts';
import { twinField, type UnionWires } from './twin-schema.ts';
import type { Wire } from './wire.ts';

/**
 * The wire value of a default, which the schema writes as JSON; undefined where it does not fit. A parsed schema has no
 * such default, but the default of a union fits only one of its branches, often.
 */
export function defaultWire(schema: Schema, json: JsonValue, unions: UnionWires): Wire | undefined {
  switch (schema.kind) {
    case 'primitive':
      return primitiveDefault(schema, json);
    case 'fixed':
      return fixedDefault(schema, json);
    case 'enum':
      return typeof json === 'string' && schema.symbols.includes(json) ? schema.symbols.indexOf(json) : undefined;
    case 'array':
      return isList(json) ? allOf(json.map((item) => defaultWire(schema.items, item, unions))) : undefined;
    case 'map':
      return isJsonObject(json) ? mapDefault(schema, json, unions) : undefined;
    case 'record':
      return isJsonObject(json) ? recordDefault(schema, json, unions) : undefined;
    case 'union':
      return unionDefault(schema, json, unions);
  }
}

function primitiveDefault({ type }: PrimitiveSchema, json: JsonValue): Wire | undefined {
  switch (type) {
    case 'null':
      return json === null ? null : undefined;
    case 'boolean':
      return typeof json === 'boolean' ? json : undefined;
    case 'string':
      return typeof json === 'string' ? json : undefined;
    case 'bytes':
      return typeof json === 'string' ? latin1(json) : undefined;
    case 'long':
      return isNumber(json) && Number.isInteger(Number(json)) ? BigInt(json) : undefined;
    case 'int':
      return isNumber(json) && Number(json) === (Number(json) | 0) ? Number(json) : undefined;
    case 'float':
    case 'double':
      return isNumber(json) ? Number(json) : undefined;
  }
}

function fixedDefault({ size }: FixedSchema, json: JsonValue): Wire | undefined {
  return typeof json === 'string' && json.length === size ? latin1(json) : undefined;
}

/** Defaults of bytes are text in which a character stands for the byte of its code point. */
function latin1(text: string): Wire {
  return buffer(Buffer.from(text, 'latin1'));
}

function mapDefault({ values }: MapSchema, json: JsonObject, unions: UnionWires): Wire | undefined {
  const entries = Object.entries(json).map(([key, member]): Wire | undefined => {
    const value = defaultWire(values, member, unions);
    return value === undefined ? undefined : { key, value };
  });
  return allOf(entries);
}

/** Fields that the default leaves out take their own defaults. */
function recordDefault(schema: RecordSchema, json: JsonObject, unions: UnionWires): Wire | undefined {
  const names = new Set(schema.fields.map(({ name }) => name));
  if (Object.keys(json).some((name) => !names.has(name))) return undefined;
  const record: Record<string, Wire> = {};
  for (const [index, field] of schema.fields.entries()) {
    const value = Object.hasOwn(json, field.name) ? json[field.name] : field.default?.value;
    const wire = value === undefined ? undefined : defaultWire(field.type, value, unions);
    if (wire === undefined) return undefined;
    record[twinField(index)] = wire;
  }
  return record;
}

function unionDefault(schema: UnionSchema, json: JsonValue, unions: UnionWires): Wire | undefined {
  for (const [index, branch] of schema.branches.entries()) {
    const wire = defaultWire(branch, json, unions);
    if (wire !== undefined) return unions.get(schema)?.wrap(index, wire);
  }
  return undefined;
}

function allOf(wires: readonly (Wire | undefined)[]): readonly Wire[] | undefined {
  const present = wires.filter((wire) => wire !== undefined);
  return present.length === wires.length ? present : undefined;
}

function isNumber(json: JsonValue): json is number | bigint {
  return typeof json === 'number' || typeof json === 'bigint';
}

function isList(json: JsonValue): json is readonly JsonValue[] {
  return Array.isArray(json);
}

function isJsonObject(json: JsonValue): json is JsonObject {
  return typeof json === 'object' && json !== null && !isList(json);
}
