import type { Position, PrimitiveName } from '@eventwright/avro';
import type { SchemaFile } from './contract-model.ts';
import type { Document, Node } from './document.ts';
import type { Finding } from './finding.ts';
import { schemaVersion } from './schema-version.ts';

/** The schemas of a document, each with all versions of its name, and primitives on demand. */
export interface SchemaFiles {
  /** Of an `.avsc` file, or a node that is an Avro schema, that was read without an error. */
  of(node: Node): SchemaFile | undefined;
  /** Whether the node is an Avro schema that stands in a document, sound or not. */
  isInline(node: Node): boolean;
  primitive(name: PrimitiveName): SchemaFile;
  /** All files and the primitives asked for, by name and version. */
  list(): readonly SchemaFile[];
  readonly findings: readonly Finding[];
}

export function buildSchemaFiles(document: Pick<Document, 'schemas' | 'types' | 'inlineSchemas'>): SchemaFiles {
  const { inlineSchemas } = document;
  const placeOf = new Map([...inlineSchemas].reverse().map(([node, key]) => [key, node.position] as const));
  const byKey = new Map<string, SchemaFile>();
  const versionsOf = new Map<string, SchemaFile[]>();
  const findings: Finding[] = [];
  for (const [key, schema] of document.schemas) {
    const place = placeOf.get(key);
    if (!('name' in schema)) {
      findings.push(place === undefined ? unnamedFile(key) : unnamedPart(place));
      continue;
    }
    const file = place?.file ?? key;
    const versions = versionsOf.get(schema.name) ?? [];
    versionsOf.set(schema.name, versions);
    const types = document.types.get(key) ?? [];
    const schemaFile: SchemaFile = { name: schema.name, version: schemaVersion(file), file, schema, types, versions };
    versions.push(schemaFile);
    byKey.set(key, schemaFile);
  }
  for (const versions of versionsOf.values()) versions.sort((a, b) => a.version - b.version);
  const primitives = new Map<PrimitiveName, SchemaFile>();
  return {
    of: (node) => byKey.get(node.kind === 'avro' ? node.file : (inlineSchemas.get(node) ?? '')),
    isInline: (node) => inlineSchemas.has(node),
    primitive: (name) => {
      const primitive = primitives.get(name) ?? primitiveFile(name);
      primitives.set(name, primitive);
      return primitive;
    },
    list: () => [...byKey.values(), ...primitives.values()].sort(byNameAndVersion),
    findings,
  };
}

function primitiveFile(name: PrimitiveName): SchemaFile {
  const versions: SchemaFile[] = [];
  const schema = { kind: 'primitive', type: name, properties: {} } as const;
  const file: SchemaFile = { name, version: 1, file: undefined, schema, types: [], versions };
  versions.push(file);
  return file;
}

function byNameAndVersion(a: SchemaFile, b: SchemaFile): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.version - b.version;
}

const unnamedFile = (file: string): Finding =>
  unnamed('An .avsc file must hold a record, an enum or a fixed.', { file, line: 1, column: 1 });

const unnamedPart = (position: Position): Finding =>
  unnamed('An Avro schema in a document must be a record, an enum or a fixed.', position);

function unnamed(message: string, position: Position): Finding {
  return {
    ruleId: 'SCHEMA_UNNAMED',
    severity: 'error',
    message,
    position,
    related: [],
    help: 'Put this type into the record that uses it; only named types can be used from other files.',
  };
}
