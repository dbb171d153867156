import { type JsonValue, jsonText, type SchemaSource } from '@eventwright/avro';
import { isAvroFormat, isBarePrimitive } from '../model/build-schema-use.ts';
import type { Document, MapNode, Node, SourceFile } from '../model/document.ts';
import { createNodeReader, type NodeReader, rawChild, scalarValue } from '../model/node.ts';
import { schemaVersion } from '../model/schema-version.ts';
import { parseSource } from './parse-source.ts';

type JsonSource = Extract<SchemaSource, { json: unknown }>;
type Json = JsonSource['json'];

/** The Avro schemas that stand in documents. */
export interface InlineSchemas {
  /** One for each text; a schema that several documents write alike is one. */
  readonly sources: readonly JsonSource[];
  /** The `file` of its source, by the node that a schema is. */
  readonly keys: ReadonlyMap<Node, string>;
}

/**
 * Finds the Avro schemas of all documents: whatever stands behind the `schema` of a Multi Format Schema Object, and what
 * a `$ref` inside such a schema leads to.
 */
export function inlineSchemas(
  files: ReadonlyMap<string, SourceFile>,
  references: Document['references'],
): InlineSchemas {
  const reader = createNodeReader({ references });
  const keys = new Map<Node, string>();
  const byText = new Map<string, JsonSource>();
  const open = [...files.values()]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .flatMap(({ root }) => (root === undefined ? [] : multiFormatSchemas(root)))
    .flatMap((multiFormat) => reader.child(multiFormat, 'schema') ?? []);
  const conversion: Conversion = { files, reader, open, holes: new Set() };
  for (const node of open) {
    if (node.kind === 'avro' || isBarePrimitive(node) || keys.has(node)) continue;
    const holes = conversion.holes.size;
    const json = jsonOf(conversion, node, '/');
    const text = jsonText(plain(json));
    const { file, line, column } = node.position;
    const source = byText.get(text) ?? { file: `${file}#${line}:${column}`, version: schemaVersion(file), json };
    // What is missing has a finding; that the schema has a hole there follows.
    if (conversion.holes.size === holes) byText.set(text, source);
    keys.set(node, source.file);
  }
  return { sources: [...byText.values()], keys };
}

interface Conversion {
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly reader: NodeReader;
  /** Gets the schemas that references lead to. */
  readonly open: Node[];
  /** Gets the references that lead to nothing, or to a file that could not be read. */
  readonly holes: Set<Node>;
}

function multiFormatSchemas(root: Node): readonly Node[] {
  const found: Node[] = [];
  const seen = new Set<Node>();
  const visit = (node: Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'sequence') for (const item of node.items) visit(item);
    if (node.kind !== 'map') return;
    const format = scalarValue(rawChild(node, 'schemaFormat'));
    if (typeof format === 'string' && isAvroFormat(format)) found.push(node);
    else for (const { value } of node.entries.values()) visit(value);
  };
  visit(root);
  return found;
}

/** Keeps the places of the document. */
function jsonOf(conversion: Conversion, node: Node, location: string): Json {
  const { position } = node;
  const below = (value: Node, key: string | number): Json => {
    const token = String(key).replaceAll('~', '~0').replaceAll('/', '~1');
    return jsonOf(conversion, value, `${location === '/' ? '' : location}/${token}`);
  };
  switch (node.kind) {
    case 'scalar':
      return { kind: 'scalar', value: node.exact ?? node.value, location, position };
    case 'sequence':
      return { kind: 'array', items: node.items.map(below), location, position };
    case 'map': {
      const name = nameBehind(conversion, node);
      if (name !== undefined) return { kind: 'scalar', value: name, location, position };
      const members = new Map([...node.entries].map(([key, { value }]) => [key, below(value, key)]));
      return { kind: 'object', members, location, position };
    }
    case 'avro':
      return { kind: 'scalar', value: node.file, location, position };
  }
}

/**
 * Avro knows no `$ref`, but AsyncAPI does: one that leads to a named type means that type by its name. Undefined for
 * anything else, which is then reported as no type.
 */
function nameBehind({ files, reader, open, holes }: Conversion, node: MapNode): string | undefined {
  if (!node.entries.has('$ref')) return undefined;
  const target = reader.follow(node);
  const schema = target?.kind === 'avro' ? parseSource(target.file, files.get(target.file)?.text ?? '').root : target;
  if (schema === undefined) holes.add(node);
  const name = fullName(schema);
  if (name !== undefined && target !== undefined) open.push(target);
  return name;
}

function fullName(schema: Node | undefined): string | undefined {
  const name = scalarValue(rawChild(schema, 'name'));
  const namespace = scalarValue(rawChild(schema, 'namespace'));
  if (typeof name !== 'string') return undefined;
  return name.includes('.') || typeof namespace !== 'string' || namespace === '' ? name : `${namespace}.${name}`;
}

function plain(json: Json): JsonValue {
  switch (json.kind) {
    case 'scalar':
      return json.value;
    case 'array':
      return json.items.map(plain);
    case 'object':
      return Object.fromEntries([...json.members].map(([key, member]) => [key, plain(member)]));
  }
}
