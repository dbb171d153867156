import type { PrimitiveName } from '@eventwright/avro';
import type { SchemaFile } from './contract-model.ts';
import type { Document } from './document.ts';
import type { Finding } from './finding.ts';
import { schemaVersion } from './schema-version.ts';

/** The schema files of a document, each with all versions of its name, and primitives on demand. */
export interface SchemaFiles {
  /** Of an `.avsc` file that was read without an error. */
  byPath(path: string): SchemaFile | undefined;
  primitive(name: PrimitiveName): SchemaFile;
  /** All files and the primitives asked for, by name and version. */
  list(): readonly SchemaFile[];
  readonly findings: readonly Finding[];
}

export function buildSchemaFiles(document: Pick<Document, 'schemas'>): SchemaFiles {
  const byPath = new Map<string, SchemaFile>();
  const versionsOf = new Map<string, SchemaFile[]>();
  const findings: Finding[] = [];
  for (const [file, schema] of document.schemas) {
    if (!('name' in schema)) {
      findings.push(unnamed(file));
      continue;
    }
    const versions = versionsOf.get(schema.name) ?? [];
    versionsOf.set(schema.name, versions);
    const schemaFile: SchemaFile = { name: schema.name, version: schemaVersion(file), file, schema, versions };
    versions.push(schemaFile);
    byPath.set(file, schemaFile);
  }
  for (const versions of versionsOf.values()) versions.sort((a, b) => a.version - b.version);
  const primitives = new Map<PrimitiveName, SchemaFile>();
  return {
    byPath: (path) => byPath.get(path),
    primitive: (name) => {
      const primitive = primitives.get(name) ?? primitiveFile(name);
      primitives.set(name, primitive);
      return primitive;
    },
    list: () => [...byPath.values(), ...primitives.values()].sort(byNameAndVersion),
    findings,
  };
}

function primitiveFile(name: PrimitiveName): SchemaFile {
  const versions: SchemaFile[] = [];
  const schema = { kind: 'primitive', type: name, properties: {} } as const;
  const file: SchemaFile = { name, version: 1, file: undefined, schema, versions };
  versions.push(file);
  return file;
}

function byNameAndVersion(a: SchemaFile, b: SchemaFile): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.version - b.version;
}

function unnamed(file: string): Finding {
  return {
    ruleId: 'SCHEMA_UNNAMED',
    severity: 'error',
    message: 'An .avsc file must hold a record, an enum or a fixed.',
    position: { file, line: 1, column: 1 },
    related: [],
    help: 'Put this type into the record that uses it; only named types can be used from other files.',
  };
}
