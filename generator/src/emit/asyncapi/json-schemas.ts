import type { Field, JsonObject, JsonValue, NamedSchema, PrimitiveSchema, Schema } from '@eventwright/avro';

/** Avro schemas as JSON Schema, which is AsyncAPI's own language: every program that knows AsyncAPI understands it. */
export interface JsonSchemas {
  of(schema: Schema): JsonObject;
  /** Every named type that was asked for or is used by one that was, by its name in `#/components/schemas`. */
  readonly components: ReadonlyMap<string, JsonObject>;
}

/** `taken` are names that others have in the same place. */
export function createJsonSchemas(taken: Iterable<string> = []): JsonSchemas {
  const names = new Set(taken);
  const known = new Map<NamedSchema, string>();
  const components = new Map<string, JsonObject>();

  const of = (schema: Schema): JsonObject => {
    switch (schema.kind) {
      case 'primitive':
        return { ...primitiveOf(schema), ...extensionsOf(schema.properties) };
      case 'array':
        return { type: 'array', items: of(schema.items), ...extensionsOf(schema.properties) };
      case 'map':
        return { type: 'object', additionalProperties: of(schema.values), ...extensionsOf(schema.properties) };
      case 'union':
        return { oneOf: schema.branches.map(of) };
      default:
        return { $ref: `#/components/schemas/${nameOf(schema)}` };
    }
  };

  /** A type that refers to itself is known by its name before it is written. */
  const nameOf = (schema: NamedSchema): string => {
    const before = known.get(schema);
    if (before !== undefined) return before;
    const name = freeName(schema.name, names);
    names.add(name);
    known.set(schema, name);
    components.set(name, unwritten);
    components.set(name, namedOf(schema, fieldOf));
    return name;
  };

  /**
   * What is said beside a `$ref` counts for nothing in JSON Schema, so a field that says something of its own says its type
   * anew. Where the type is not written yet, as it holds itself, the field holds it.
   */
  const fieldOf = ({ type, doc, default: fallback, properties }: Field): JsonObject => {
    const schema = of(type);
    const own = { ...described(doc), ...defaultOf(fallback?.value), ...extensionsOf(properties) };
    if (Object.keys(own).length === 0 || !('$ref' in schema)) return { ...schema, ...own };
    const written = 'name' in type ? components.get(nameOf(type)) : undefined;
    return written === undefined || written === unwritten ? { allOf: [schema], ...own } : { ...written, ...own };
  };
  return { of, components };
}

/** Stands for a type that is being written. */
const unwritten: JsonObject = {};

/** Two versions of a type have one name in Avro. */
function freeName(name: string, names: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const free = number === 1 ? name : `${name}_${number}`;
    if (!names.has(free)) return free;
  }
}

function namedOf(schema: NamedSchema, fieldOf: (field: Field) => JsonObject): JsonObject {
  const head: JsonObject = {
    title: schema.name.slice(schema.name.lastIndexOf('.') + 1),
    ...described(schema.doc),
    'x-avro-name': schema.name,
    ...extensionsOf(schema.properties),
  };
  switch (schema.kind) {
    case 'record': {
      const required = schema.fields.filter((field) => field.default === undefined).map(({ name }) => name);
      return {
        type: 'object',
        ...head,
        ...(required.length === 0 ? {} : { required }),
        properties: Object.fromEntries(schema.fields.map((field) => [field.name, fieldOf(field)])),
      };
    }
    case 'enum':
      return { type: 'string', ...head, enum: schema.symbols, ...defaultOf(schema.default) };
    case 'fixed':
      return {
        type: 'string',
        ...head,
        pattern: bytes,
        minLength: schema.size,
        maxLength: schema.size,
        ...logicalOf(schema),
      };
  }
}

const described = (doc: string | undefined): JsonObject => (doc === undefined ? {} : { description: doc });
const defaultOf = (value: JsonValue | undefined): JsonObject => (value === undefined ? {} : { default: value });

const extensionsOf = (properties: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => name.startsWith('x-')));

/** Avro's JSON has bytes as a text of the characters that have their numbers. */
const bytes = String.raw`^[\u0000-\u00ff]*$`;

const primitives: Readonly<Record<PrimitiveSchema['type'], JsonObject>> = {
  null: { type: 'null' },
  boolean: { type: 'boolean' },
  int: { type: 'integer', format: 'int32' },
  long: { type: 'integer', format: 'int64' },
  float: { type: 'number', format: 'float' },
  double: { type: 'number', format: 'double' },
  bytes: { type: 'string', pattern: bytes },
  string: { type: 'string' },
};

const primitiveOf = (schema: PrimitiveSchema): JsonObject => ({ ...primitives[schema.type], ...logicalOf(schema) });

/** What the value means: `format` is what programs show, whether they know the word or not. */
function logicalOf({ logicalType }: Pick<PrimitiveSchema, 'logicalType'>): JsonObject {
  if (logicalType === undefined) return {};
  if (logicalType.name !== 'decimal') return { format: logicalType.name };
  const { precision, scale } = logicalType;
  return { format: 'decimal', 'x-avro-precision': precision, 'x-avro-scale': scale };
}
