import type { JsonValue, Schema } from '@eventwright/avro';

/**
 * A value of Avro's JSON encoding as plain JSON: a value of a union without the name of its type around it. What does not
 * fit the schema stays as it is.
 */
export function plainValue(value: JsonValue, schema: Schema): JsonValue {
  switch (schema.kind) {
    case 'array':
      return isList(value) ? value.map((item) => plainValue(item, schema.items)) : value;
    case 'map':
      return mapped(value, () => schema.values);
    case 'record': {
      const types = new Map(schema.fields.map(({ name, type }) => [name, type]));
      return mapped(value, (name) => types.get(name));
    }
    case 'union': {
      const [entry, ...others] = isObject(value) ? Object.entries(value) : [];
      if (entry === undefined || others.length > 0) return value;
      const branch = schema.branches.find((one) => nameOf(one) === entry[0]);
      return branch === undefined ? value : plainValue(entry[1], branch);
    }
    default:
      return value;
  }
}

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

const isObject = (value: JsonValue): value is { readonly [key: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !isList(value);

function mapped(value: JsonValue, typeOf: (name: string) => Schema | undefined): JsonValue {
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      const type = typeOf(name);
      return [name, type === undefined ? one : plainValue(one, type)];
    }),
  );
}

/** By which a union tells the type of a value. */
function nameOf(schema: Schema): string {
  switch (schema.kind) {
    case 'primitive':
      return schema.type;
    case 'array':
    case 'map':
    case 'union':
      return schema.kind;
    default:
      return schema.name;
  }
}
