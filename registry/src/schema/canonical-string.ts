import { namedKinds, nameOf, primitiveNames, relativeName } from './avro-names.ts';
import {
  type ExactJson,
  type ExactObject,
  isExactArray,
  isExactObject,
  printExactJson,
  sortKeys,
} from './exact-json.ts';

export interface CanonicalOptions {
  /** Also undo differences that mean nothing: the order of properties and aliases, empty docs. */
  readonly normalize?: boolean;
}

interface Scope {
  readonly namespace: string;
  readonly normalize: boolean;
}

type Member = readonly [name: string, printed: string];

const schemaAttributes = [
  'type',
  'name',
  'namespace',
  'doc',
  'aliases',
  'fields',
  'items',
  'values',
  'symbols',
  'size',
] as const;
const reservedInSchema: ReadonlySet<string> = new Set(schemaAttributes);
const reservedInEnum: ReadonlySet<string> = new Set([...schemaAttributes, 'default']);
const reservedInField: ReadonlySet<string> = new Set(['name', 'type', 'doc', 'default', 'order', 'aliases']);

/**
 * The text under which a schema is stored, compared and given back: what Confluent's `AvroSchema.canonicalString`
 * writes, that is `Schema.toString` of Avro's Java library. Attributes stand in a fixed order; docs, defaults, aliases
 * and properties are kept; names are short inside their own namespace. The schema must be valid Avro.
 */
export function canonicalString(schema: ExactJson, options: CanonicalOptions = {}): string {
  return printSchema(schema, { namespace: '', normalize: options.normalize ?? false });
}

function printSchema(schema: ExactJson, scope: Scope): string {
  if (typeof schema === 'string') return JSON.stringify(relativeName(schema, scope.namespace));
  if (isExactArray(schema)) return `[${schema.map((branch) => printSchema(branch, scope)).join(',')}]`;
  if (!isExactObject(schema)) return printExactJson(schema);
  const type = schema['type'];
  if (typeof type !== 'string') return printSchema(type ?? null, scope);
  if (namedKinds.has(type)) return printNamed(type, schema, scope);
  if (type === 'array') return printCollection('items', schema, scope);
  if (type === 'map') return printCollection('values', schema, scope);
  return primitiveNames.has(type) ? printPrimitive(type, schema, scope) : printSchema(type, scope);
}

function printPrimitive(type: string, schema: ExactObject, scope: Scope): string {
  const properties = printProperties(schema, reservedInSchema, scope);
  return properties.length === 0 ? JSON.stringify(type) : printObject([['type', JSON.stringify(type)], ...properties]);
}

function printCollection(content: 'items' | 'values', schema: ExactObject, scope: Scope): string {
  return printObject([
    ['type', printExactJson(schema['type'] ?? null)],
    [content, printSchema(schema[content] ?? null, scope)],
    ...printProperties(schema, reservedInSchema, scope),
  ]);
}

function printNamed(type: string, schema: ExactObject, scope: Scope): string {
  const name = nameOf(schema, scope.namespace);
  const inner: Scope = { ...scope, namespace: name.namespace };
  return printObject([
    ['type', JSON.stringify(type)],
    ['name', JSON.stringify(name.short)],
    ...(name.namespace === scope.namespace ? [] : [member('namespace', name.namespace)]),
    ...printDoc(schema, scope.normalize),
    ...printContent(type, schema, inner),
    ...printProperties(schema, type === 'enum' ? reservedInEnum : reservedInSchema, scope),
    ...printAliases(schema, inner),
  ]);
}

function printContent(type: string, schema: ExactObject, scope: Scope): readonly Member[] {
  if (type === 'fixed') return [member('size', schema['size'] ?? null)];
  if (type === 'enum') {
    const fallback = typeof schema['default'] === 'string' ? [member('default', schema['default'])] : [];
    return [member('symbols', schema['symbols'] ?? []), ...fallback];
  }
  const fields = isExactArray(schema['fields']) ? schema['fields'].filter(isExactObject) : [];
  return [['fields', `[${fields.map((field) => printField(field, scope)).join(',')}]`]];
}

function printField(field: ExactObject, scope: Scope): string {
  const fallback = field['default'];
  const order = typeof field['order'] === 'string' ? field['order'].toLowerCase() : 'ascending';
  return printObject([
    member('name', field['name'] ?? null),
    ['type', printSchema(field['type'] ?? null, scope)],
    ...printDoc(field, false),
    ...(fallback === undefined ? [] : [member('default', scope.normalize ? sortKeys(fallback) : fallback)]),
    ...(order === 'ascending' ? [] : [member('order', order)]),
    ...printAliases(field, { ...scope, namespace: '' }),
    ...printProperties(field, reservedInField, scope),
  ]);
}

function printDoc(schema: ExactObject, dropEmpty: boolean): readonly Member[] {
  const doc = schema['doc'];
  return typeof doc !== 'string' || (dropEmpty && doc === '') ? [] : [member('doc', doc)];
}

function printAliases(schema: ExactObject, scope: Scope): readonly Member[] {
  const written = isExactArray(schema['aliases']) ? schema['aliases'] : [];
  const names = written
    .filter((alias) => typeof alias === 'string')
    .map((alias) => relativeName(alias, scope.namespace));
  const aliases = [...new Set(names)];
  if (aliases.length === 0) return [];
  return [member('aliases', scope.normalize ? aliases.sort() : aliases)];
}

function printProperties(schema: ExactObject, reserved: ReadonlySet<string>, scope: Scope): readonly Member[] {
  const properties = Object.entries(schema).filter(([key]) => !reserved.has(key));
  const ordered = scope.normalize ? properties.sort(byNormalizedKey) : properties;
  return ordered.map(([key, value]) => member(key, scope.normalize ? sortKeys(value) : value));
}

/** Confluent's normal form puts what defines a logical type before the other properties. */
const logicalTypeKeys: readonly string[] = ['scale', 'precision', 'logicalType'];

function byNormalizedKey([left]: readonly [string, ExactJson], [right]: readonly [string, ExactJson]): number {
  return logicalTypeKeys.indexOf(right) - logicalTypeKeys.indexOf(left) || (left < right ? -1 : 1);
}

function member(name: string, value: ExactJson): Member {
  return [name, printExactJson(value)];
}

function printObject(members: readonly Member[]): string {
  return `{${members.map(([name, printed]) => `${JSON.stringify(name)}:${printed}`).join(',')}}`;
}
