import {
  createSchemaResolver,
  namedTypes,
  type ResolvedSchemas,
  type ResolveSchemas,
  resolveSchemas,
  type SchemaProblem,
} from '@eventwright/avro';
import type { Document, Node, SourceFile } from '../model/document.ts';
import { type Finding, isError } from '../model/finding.ts';
import { rawChild, scalarValue } from '../model/node.ts';
import { schemaVersion } from '../model/schema-version.ts';
import { type ContractSource, type LoadOptions, openFolder } from './contract-source.ts';
import { type InlineSchemas, inlineSchemas } from './inline-schemas.ts';
import { parseSource } from './parse-source.ts';
import { fileOfReference, referencesIn, resolveReferences } from './resolve-references.ts';
import { explainUnquoted } from './unquoted-text.ts';

export type { LoadOptions };

/**
 * Reads the AsyncAPI documents at the top of the contracts folder, the files that they refer to, and every `.avsc` file
 * below the folder. Rejects where the folder cannot be listed; all that is wrong in the files themselves is in
 * `findings`, broken references in `references`.
 */
export async function loadDocument(options: LoadOptions): Promise<Document> {
  return loadFrom(await openFolder(options), options.contracts);
}

export type LoadDocument = (options: LoadOptions) => Promise<Document>;

/** As `loadDocument`, with a memory: what has not changed since it was read last is not parsed again. */
export function createDocumentLoader(): LoadDocument {
  const resolve = createSchemaResolver();
  let last: Document | undefined;
  return async (options) => {
    last = await load(await openFolder(options), options.contracts, { other: last, resolve });
    return last;
  };
}

/** The same of contracts that are not on disk. What another state of them has parsed already is not parsed again. */
export function loadFrom(source: ContractSource, contracts: string, other?: Document): Promise<Document> {
  return load(source, contracts, { other, resolve: resolveSchemas });
}

interface Known {
  readonly other: Document | undefined;
  readonly resolve: ResolveSchemas;
}

async function load(source: ContractSource, contracts: string, { other, resolve }: Known): Promise<Document> {
  const listed = await source.list();
  const reading: Reading = { source, parsed: other?.files ?? new Map(), files: new Map(), findings: [] };
  await readAll(reading, contracts, [...listed.documents, ...listed.schemas]);
  const { files, findings } = reading;
  const applications = listed.documents.filter((path) => rawChild(files.get(path)?.root, 'asyncapi') !== undefined);
  const references = resolveReferences(contracts, files, listed.parts);
  const inline = inlineSchemas(files, references);
  const { schemas, types, problems } = resolveAvro(reading, inline, resolve);
  return {
    contracts,
    files: new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))),
    applications,
    references,
    schemas,
    types,
    inlineSchemas: inline.keys,
    findings: [
      ...findings,
      ...problems.map(avroFinding).map((finding) => {
        const document = finding.position.file.endsWith('.avsc') ? undefined : files.get(finding.position.file);
        return document === undefined ? finding : explainUnquoted(finding, document.text);
      }),
      ...applications.flatMap((path) => unsupportedVersion(files.get(path)) ?? []),
      ...(applications.length === 0 && !findings.some(isError) ? [nothingToRead(contracts)] : []),
    ],
  };
}

/** Schemas that use something broken are left out too: nothing that is said of them would be true. */
function resolveAvro({ files, findings }: Reading, inline: InlineSchemas, resolve: ResolveSchemas): ResolvedSchemas {
  const unread = new Set(findings.map(({ position }) => position.file));
  const { schemas, types, problems } = resolve([
    ...[...files.values()]
      .filter(({ path }) => path.endsWith('.avsc') && !unread.has(path))
      .map(({ path, text }) => ({ file: path, text, version: schemaVersion(path) })),
    ...inline.sources,
  ]);
  const broken = new Set(problems.filter(({ severity }) => severity === 'error').map(({ position }) => position?.file));
  if (broken.size === 0) return { schemas, types, problems };
  const whole = [...schemas].filter(
    ([, schema]) => !namedTypes(schema).some((type) => broken.has(type.position?.file)),
  );
  return { schemas: new Map(whole), types, problems };
}

interface Reading {
  readonly source: ContractSource;
  /** Files that were parsed before; their trees know nothing of what else was read. */
  readonly parsed: ReadonlyMap<string, SourceFile>;
  readonly files: Map<string, SourceFile>;
  readonly findings: Finding[];
}

/** Open files are few on some machines. */
const filesAtOnce = 64;

/** Reads files, and then those that they name, until nothing new is named. */
async function readAll(reading: Reading, contracts: string, listed: readonly string[]): Promise<void> {
  for (let wanted = new Set(listed); wanted.size > 0; ) {
    const paths = [...wanted];
    wanted = new Set();
    for (let start = 0; start < paths.length; start += filesAtOnce) {
      const batch = paths.slice(start, start + filesAtOnce);
      const sources = await Promise.all(batch.map((path) => readOne(reading, path)));
      for (const source of sources) {
        if (source !== undefined) reading.files.set(source.path, source);
        for (const path of filesNamedBy(source?.root, contracts)) wanted.add(path);
      }
    }
    for (const path of reading.files.keys()) wanted.delete(path);
    for (const path of paths) wanted.delete(path);
  }
}

function filesNamedBy(root: Node | undefined, contracts: string): readonly string[] {
  if (root === undefined) return [];
  return referencesIn(root).flatMap((node) => fileOfReference(node, contracts) ?? []);
}

/** Undefined for a file that is not there: the reference that names it is what is wrong. */
async function readOne(reading: Reading, path: string): Promise<SourceFile | undefined> {
  const source = await reading.source.read(path);
  if (source === undefined) return undefined;
  if ('finding' in source) {
    reading.findings.push(source.finding);
    return { path, text: '', root: undefined };
  }
  if (path.endsWith('.avsc')) return { path, text: source.text, root: undefined };
  const known = reading.parsed.get(path);
  if (known?.root !== undefined && known.text === source.text) return known;
  const { root, findings } = parseSource(path, source.text);
  reading.findings.push(...findings);
  return { path, text: source.text, root };
}

function avroFinding({ code, severity, message, help, location, position, related }: SchemaProblem): Finding {
  return {
    ruleId: code,
    severity,
    message,
    position: position ?? { file: '', line: 1, column: 1 },
    path: location,
    related: related.flatMap((place) =>
      place.position === undefined ? [] : [{ message: place.message, position: place.position }],
    ),
    help,
  };
}

function unsupportedVersion(file: SourceFile | undefined): Finding | undefined {
  const version = rawChild(file?.root, 'asyncapi');
  if (version === undefined || /^3\.\d+\.\d+$/.test(String(scalarValue(version)))) return undefined;
  return {
    ruleId: 'ASYNCAPI_VERSION_UNSUPPORTED',
    severity: 'error',
    message: `AsyncAPI ${scalarValue(version)} is not supported.`,
    position: version.position,
    related: [],
    help: 'Write `asyncapi: 3.1.0`; `asyncapi convert` of the AsyncAPI command line brings an older document up to it.',
  };
}

function nothingToRead(contracts: string): Finding {
  return {
    ruleId: 'CONTRACTS_EMPTY',
    severity: 'error',
    message: `There is no AsyncAPI document in '${contracts}'.`,
    position: { file: contracts, line: 1, column: 1 },
    related: [],
    help: 'Put one .yaml or .json file with an `asyncapi` key for each application at the top of that folder.',
  };
}
