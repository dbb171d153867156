import { jsonText, type SchemaSource } from '@eventwright/avro';
import { isAvroFormat, isBarePrimitive } from '../model/build-schema-use.ts';
import type { Document, Node, SourceFile } from '../model/document.ts';
import { createNodeReader, rawChild, scalarValue, toJson } from '../model/node.ts';
import { schemaVersion } from '../model/schema-version.ts';

type JsonSource = Extract<SchemaSource, { json: unknown }>;
type Json = JsonSource['json'];

/** The Avro schemas that stand in documents. */
export interface InlineSchemas {
  /** One for each text; a schema that several documents write alike is one. */
  readonly sources: readonly JsonSource[];
  /** The `file` of its source, by the node that a schema is. */
  readonly keys: ReadonlyMap<Node, string>;
}

/** Finds the Avro schemas of all documents: whatever stands behind the `schema` of a Multi Format Schema Object. */
export function inlineSchemas(
  files: ReadonlyMap<string, SourceFile>,
  references: Document['references'],
): InlineSchemas {
  const reader = createNodeReader({ references });
  const keys = new Map<Node, string>();
  const byText = new Map<string, JsonSource>();
  for (const { root } of [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    for (const multiFormat of root === undefined ? [] : multiFormatSchemas(root)) {
      const node = reader.child(multiFormat, 'schema');
      if (node === undefined || node.kind === 'avro' || isBarePrimitive(node) || keys.has(node)) continue;
      const text = jsonText(toJson(node));
      const source = byText.get(text) ?? sourceOf(node);
      byText.set(text, source);
      keys.set(node, source.file);
    }
  }
  return { sources: [...byText.values()], keys };
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

function sourceOf(node: Node): JsonSource {
  const { file, line, column } = node.position;
  return { file: `${file}#${line}:${column}`, version: schemaVersion(file), json: jsonOf(node, '/') };
}

/** Keeps the places of the document. A `$ref` inside stays what it is; Avro refers to types by their names. */
function jsonOf(node: Node, location: string): Json {
  const { position } = node;
  const below = (key: string | number): string =>
    `${location === '/' ? '' : location}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
  switch (node.kind) {
    case 'scalar':
      return { kind: 'scalar', value: node.exact ?? node.value, location, position };
    case 'sequence':
      return { kind: 'array', items: node.items.map((item, index) => jsonOf(item, below(index))), location, position };
    case 'map': {
      const members = new Map([...node.entries].map(([key, { value }]) => [key, jsonOf(value, below(key))]));
      return { kind: 'object', members, location, position };
    }
    case 'avro':
      return { kind: 'scalar', value: node.file, location, position };
  }
}
