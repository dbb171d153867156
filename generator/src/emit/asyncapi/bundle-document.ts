import { type JsonObject, type JsonValue, parseSchema, type Schema, schemaText } from '@eventwright/avro';
import { isAvroFormat } from '../../model/build-schema-use.ts';
import type { Document, MapNode, Node, ScalarNode } from '../../model/document.ts';
import { createNodeReader, type NodeReader, rawChild, scalarValue, toJson } from '../../model/node.ts';
import { createJsonSchemas, type JsonSchemas } from './json-schemas.ts';
import { plainValue } from './plain-value.ts';

/** A reference that leads back to itself through other files; one document cannot hold what it means. */
export class CircularReferenceError extends Error {
  override readonly name = 'CircularReferenceError';
}

/**
 * The AsyncAPI document of an application as one that needs no other file: what its references to other files lead to stands
 * in their place, and Avro payloads and keys are JSON Schema. What they were is beside them, under the names that the
 * official parser gives it. For contracts without errors. Throws `CircularReferenceError`.
 */
export function bundleDocument(document: Document, application: string): JsonObject {
  const root = document.files.get(application)?.root;
  if (root?.kind !== 'map') throw new TypeError(`There is no document ${application}.`);
  const reader = createNodeReader(document);
  const own = reader.child(reader.child(root, 'components'), 'schemas');
  const schemas = createJsonSchemas(own?.kind === 'map' ? own.entries.keys() : []);
  const bundle = mapOf(root, { document, application, reader, schemas, open: new Set() });
  if (schemas.components.size === 0) return bundle;
  const components = objectIn(bundle, 'components');
  const all = { ...objectIn(components, 'schemas'), ...Object.fromEntries(schemas.components) };
  return { ...bundle, components: { ...components, schemas: all } };
}

interface Bundling {
  readonly document: Document;
  readonly application: string;
  readonly reader: NodeReader;
  readonly schemas: JsonSchemas;
  /** Nodes of other files that are being written. */
  readonly open: Set<Node>;
}

function objectIn(parent: JsonObject, key: string): JsonObject {
  const value = parent[key];
  return isObject(value) ? value : {};
}

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function jsonOf(node: Node, bundling: Bundling): JsonValue {
  switch (node.kind) {
    case 'scalar':
      return node.exact ?? node.value;
    case 'sequence':
      return node.items.map((item) => jsonOf(item, bundling));
    case 'avro':
      return bundling.schemas.of(schemaOf(node, bundling));
    case 'map':
      return mapOf(node, bundling);
  }
}

function mapOf(node: MapNode, bundling: Bundling): JsonObject {
  const { document, reader, schemas } = bundling;
  if (node.entries.has('$ref')) return referenceOf(node, bundling);
  if (document.inlineSchemas.has(node)) return schemas.of(schemaOf(node, bundling));
  const avro = avroIn(node, bundling);
  if (avro !== undefined) return schemas.of(avro);
  const entries = [...node.entries].map(([key, { value }]) => [key, jsonOf(value, bundling)] as const);
  const payload = reader.child(node, 'payload');
  const schema = payload === undefined ? undefined : avroIn(payload, bundling);
  return schema === undefined
    ? Object.fromEntries(entries)
    : messageOf(Object.fromEntries(entries), schema, String(scalarValue(reader.child(payload, 'schemaFormat'))));
}

/** A reference into the document itself stays; of one into another file what it leads to is written here. */
function referenceOf(node: MapNode, bundling: Bundling): JsonObject {
  const text = scalarValue(rawChild(node, '$ref'));
  const { application, reader, open } = bundling;
  if (node.position.file === application && typeof text === 'string' && text.startsWith('#')) return { $ref: text };
  const target = reader.follow(node);
  if (target === undefined) throw new TypeError(`${node.position.file}:${node.position.line} leads nowhere.`);
  if (open.has(target)) {
    const { file, line } = node.position;
    throw new CircularReferenceError(`The reference at ${file}:${line} leads back to what it is a part of.`);
  }
  open.add(target);
  try {
    const value = jsonOf(target, bundling);
    return isObject(value) ? value : { const: value };
  } finally {
    open.delete(target);
  }
}

/** The Avro schema of a Multi Format Schema Object. */
function avroIn(node: Node, bundling: Bundling): Schema | undefined {
  const format = bundling.reader.text(node, 'schemaFormat');
  if (format === undefined || !isAvroFormat(format)) return undefined;
  const schema = bundling.reader.child(node, 'schema');
  return schema === undefined ? undefined : schemaOf(schema, bundling);
}

function schemaOf(node: Node, { document }: Bundling): Schema {
  const key = node.kind === 'avro' ? node.file : document.inlineSchemas.get(node);
  const schema = key === undefined ? undefined : document.schemas.get(key);
  if (schema !== undefined) return schema;
  // The name of a primitive, which is nobody's definition.
  return parseSchema(toJson(node));
}

/** Examples are in Avro's encoding of JSON, where a value of a union has the name of its type around it. */
function messageOf(message: JsonObject, schema: Schema, format: ScalarNode['value']): JsonObject {
  const { examples } = message;
  const plain =
    Array.isArray(examples) &&
    examples.map((example: JsonValue) =>
      isObject(example) && example['payload'] !== undefined
        ? { ...example, payload: plainValue(example['payload'], schema) }
        : example,
    );
  return {
    ...message,
    ...(plain === false ? {} : { examples: plain }),
    'x-parser-original-schema-format': format,
    'x-parser-original-payload': avroJson(schema),
  };
}

/** With every named type written out where it is used first. */
function avroJson(schema: Schema): JsonValue {
  const json: JsonValue = JSON.parse(schemaText(schema));
  return json;
}
