import type { PrimitiveName } from '@eventwright/avro';
import type { SchemaFiles } from './build-schemas.ts';
import type { SchemaFile } from './contract-model.ts';
import type { Node } from './document.ts';
import { type NodeReader, rawChild, scalarValue } from './node.ts';

/**
 * How a message uses a schema as its payload or key. `broken`: what it refers to has a finding of its own.
 * `unsupported`: no Avro schema comes out of it, because it is `what`.
 */
export type SchemaUse =
  | { readonly kind: 'schema'; readonly schema: SchemaFile }
  | { readonly kind: 'missing' | 'broken' }
  | { readonly kind: 'unsupported'; readonly what: string };

interface Sources {
  readonly reader: NodeReader;
  readonly schemas: SchemaFiles;
}

/** Reads `{ schemaFormat: application/vnd.apache.avro…, schema: … }`, or the JSON Schema of a primitive. */
export function schemaUse({ reader, schemas }: Sources, parent: Node | undefined, key: string): SchemaUse {
  const written = rawChild(reader.follow(parent), key);
  if (written === undefined) return { kind: 'missing' };
  const node = reader.follow(written);
  if (node === undefined) return { kind: 'broken' };
  const format = reader.text(node, 'schemaFormat');
  if (format === undefined) {
    return primitiveUse(schemas, jsonSchemaPrimitives[String(reader.text(node, 'type'))], 'JSON Schema');
  }
  if (!isAvroFormat(format)) return { kind: 'unsupported', what: languageOf(format) };
  const schema = reader.child(node, 'schema');
  if (schema === undefined) return rawChild(node, 'schema') === undefined ? noSchema : { kind: 'broken' };
  if (schema.kind === 'avro' || schemas.isInline(schema)) {
    const file = schemas.of(schema);
    return file === undefined ? { kind: 'broken' } : { kind: 'schema', schema: file };
  }
  const name = schema.kind === 'scalar' ? scalarValue(schema) : reader.text(schema, 'type');
  const primitive = avroPrimitives.find((known) => known === name);
  return primitiveUse(schemas, primitive, `'${name}', which is no Avro schema`);
}

const noSchema: SchemaUse = { kind: 'unsupported', what: 'a schemaFormat without a schema' };

function primitiveUse(schemas: SchemaFiles, name: PrimitiveName | undefined, what: string): SchemaUse {
  return name === undefined ? { kind: 'unsupported', what } : { kind: 'schema', schema: schemas.primitive(name) };
}

/** What the media types of AsyncAPI's table of schema formats stand for. */
function languageOf(format: string): string {
  if (format.startsWith('application/vnd.apache.avro')) return `'${format}', an Avro format without a version 1.x.y`;
  const [, language] = languages.find(([prefix]) => format.startsWith(prefix)) ?? [];
  return language ?? `'${format}', an unknown schema format`;
}

const languages = [
  ['application/vnd.aai.asyncapi', 'JSON Schema'],
  ['application/schema+', 'JSON Schema'],
  ['application/vnd.google.protobuf', 'Protobuf'],
  ['application/vnd.oai.openapi', 'an OpenAPI Schema Object'],
  ['application/raml+', 'RAML'],
] as const;

/** `application/vnd.apache.avro;version=1.9.0`, also as `+json` or `+yaml`. */
export const isAvroFormat = (format: string): boolean =>
  /^application\/vnd\.apache\.avro(\+json|\+yaml)?;version=1\.\d+\.\d+$/.test(format);

/** Whether a node is the Avro schema of a bare primitive: `string`, or `{ type: string }`. */
export function isBarePrimitive(node: Node): boolean {
  const isPrimitive = (name: unknown): boolean => avroPrimitives.some((primitive) => primitive === name);
  if (node.kind === 'map') return node.entries.size === 1 && isPrimitive(scalarValue(rawChild(node, 'type')));
  return isPrimitive(scalarValue(node));
}

const avroPrimitives: readonly PrimitiveName[] = ['boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];

const jsonSchemaPrimitives: Readonly<Record<string, PrimitiveName>> = {
  string: 'string',
  integer: 'long',
  number: 'double',
  boolean: 'boolean',
};
