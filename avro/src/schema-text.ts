import { namespaceOf } from './full-name.ts';
import type { SchemaInput } from './is-schema.ts';
import { jsonText } from './json/json-text.ts';
import type { Field, JsonObject, JsonValue, NamedSchema, PrimitiveSchema, Schema } from './model.ts';
import { parseSchema } from './parse/parse-schema.ts';

/**
 * The schema as one self-contained, compact JSON text, the same for equal schemas: every named type is written out at
 * its first use and named in full after that; docs, defaults, aliases, order and other properties are kept. Attributes
 * come in a fixed order: type, name, namespace (only where it must be said to be none), doc, aliases, the attributes of
 * the kind, then the other properties sorted by name. `parseSchemaText` of it is an equal schema. Types that are `known`
 * are only named; with some, the text is no longer self-contained.
 */
export function schemaText(schema: SchemaInput, known: Iterable<NamedSchema> = []): string {
  return write(parseSchema(schema), { namespace: '', written: new Set(known) });
}

interface TextScope {
  /** The namespace in which names are read here. */
  readonly namespace: string;
  readonly written: Set<Schema>;
}

function write(schema: Schema, scope: TextScope): string {
  switch (schema.kind) {
    case 'primitive':
      return writePrimitive(schema);
    case 'array':
      return `{"type":"array","items":${write(schema.items, scope)}${others(schema.properties)}}`;
    case 'map':
      return `{"type":"map","values":${write(schema.values, scope)}${others(schema.properties)}}`;
    case 'union':
      return `[${schema.branches.map((branch) => write(branch, scope)).join(',')}]`;
    case 'record':
    case 'enum':
    case 'fixed':
      return writeNamed(schema, scope);
  }
}

/** Members behind others of an object, sorted; most have none. */
function others(properties: JsonObject): string {
  let text = '';
  for (const name of Object.keys(properties).sort()) text += optional(name, properties[name]);
  return text;
}

function writePrimitive({ type, properties }: PrimitiveSchema): string {
  const more = others(properties);
  return more === '' ? `"${type}"` : `{"type":"${type}"${more}}`;
}

function writeNamed(schema: NamedSchema, { namespace, written }: TextScope): string {
  if (written.has(schema)) return jsonText(nameIn(namespace, schema.name));
  written.add(schema);
  const own = namespaceOf(schema.name);
  return (
    `{"type":"${typeOf(schema)}","name":${jsonText(schema.name)}` +
    optional('namespace', own === '' && namespace !== '' ? '' : undefined) +
    optional('doc', schema.doc) +
    optional('aliases', nonEmpty(schema.aliases.map((alias) => nameIn(own, alias)))) +
    `${writeKind(schema, { namespace: own, written })}${others(schema.properties)}}`
  );
}

/** In a namespace a name without one needs a leading dot, or it would be taken as a name of that namespace. */
function nameIn(namespace: string, fullName: string): string {
  return namespace !== '' && namespaceOf(fullName) === '' ? `.${fullName}` : fullName;
}

function typeOf(schema: NamedSchema): string {
  return schema.kind === 'record' && schema.isError ? 'error' : schema.kind;
}

function writeKind(schema: NamedSchema, scope: TextScope): string {
  switch (schema.kind) {
    case 'record':
      return `,"fields":[${schema.fields.map((field) => writeField(field, scope)).join(',')}]`;
    case 'enum':
      return `,"symbols":${jsonText(schema.symbols)}${optional('default', schema.default)}`;
    case 'fixed':
      return `,"size":${jsonText(schema.size)}`;
  }
}

function writeField(field: Field, scope: TextScope): string {
  const type = write(field.type, scope);
  return (
    `{"name":${jsonText(field.name)}${optional('doc', field.doc)},"type":${type}` +
    optional('default', field.default?.value) +
    optional('order', field.order === 'ascending' ? undefined : field.order) +
    optional('aliases', nonEmpty(field.aliases)) +
    `${others(field.properties)}}`
  );
}

/** A member behind others; nothing for a value that is not there. */
function optional(name: string, value: JsonValue | undefined): string {
  return value === undefined ? '' : `,${JSON.stringify(name)}:${jsonText(value)}`;
}

function nonEmpty(list: readonly string[]): readonly string[] | undefined {
  return list.length === 0 ? undefined : list;
}
