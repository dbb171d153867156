import type { Position } from '@eventwright/avro';
import type { Document, MapNode, Node } from '../model/document.ts';
import type { Finding, Referrer } from '../model/finding.ts';
import { scalarValue } from '../model/node.ts';
import { type AvroNames, avroNames } from './avro-names.ts';
import { parseSource } from './parse-source.ts';
import { parseReference } from './reference-target.ts';

/** Longer chains than any person would follow. */
const maxHops = 8;

/**
 * The findings, each in a file that is no application document with who refers to it. Reading schemas for their names
 * takes time, so nothing is looked at before a finding asks for it.
 */
export function withReferrers(document: Document, findings: readonly Finding[]): readonly Finding[] {
  const search: Search = { document, names: new Map(), uses: new Map() };
  return findings.map((finding) => {
    const referencedFrom = chain(search, finding.position);
    return referencedFrom.length === 0 ? finding : { ...finding, referencedFrom };
  });
}

interface Search {
  readonly document: Document;
  /** By the file that they name; looked for when the first finding asks. */
  references?: ReadonlyMap<string, readonly WrittenReference[]>;
  /** Of schemas, by path or node. */
  readonly names: Map<Node | string, AvroNames>;
  /** Uses of the types of a schema file, by its path. */
  readonly uses: Map<string, readonly Use[]>;
}

type Use = Pick<WrittenReference, 'position' | 'of'>;

interface WrittenReference {
  readonly position: Position;
  /** What it is a part of. */
  readonly of: string | undefined;
  /** The file that it names, and the place there. */
  readonly file: string;
  readonly pointer: readonly string[];
}

function chain(search: Search, start: Position): readonly Referrer[] {
  const { applications } = search.document;
  const hops: Referrer[] = [];
  const seen = new Set([start.file]);
  for (let at = start; !applications.includes(at.file) && hops.length < maxHops; ) {
    const all = referrersOf(search, at).filter(({ position }) => !seen.has(position.file));
    const [nearest, ...others] = all.toSorted((a, b) => rank(a) - rank(b) || comparePlaces(a.position, b.position));
    if (nearest === undefined) break;
    hops.push({ position: nearest.position, of: nearest.of, others: others.length });
    seen.add(nearest.position.file);
    at = nearest.position;
  }
  return hops;

  function rank({ position }: { readonly position: Position }): number {
    return applications.includes(position.file) ? 0 : 1;
  }
}

function comparePlaces(a: Position, b: Position): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

/** References to the innermost part of the file that holds the place; of a schema also its uses by name. */
function referrersOf(search: Search, place: Position): readonly Use[] {
  const references = search.references ?? writtenReferences(search.document);
  search.references = references;
  const { file } = place;
  const named = references.get(file) ?? [];
  const root = search.document.files.get(file)?.root;
  const path = root === undefined ? undefined : pathTo(root, place);
  const holding = named.filter(
    ({ pointer }) => path === undefined || pointer.every((part, index) => path[index] === part),
  );
  const depth = Math.max(...holding.map(({ pointer }) => pointer.length));
  const innermost = path === undefined ? holding : holding.filter(({ pointer }) => pointer.length === depth);
  if (innermost.length > 0 || !file.endsWith('.avsc')) return innermost;
  const uses = search.uses.get(file) ?? usesOf(search, file);
  search.uses.set(file, uses);
  return uses;
}

function writtenReferences({ files, contracts }: Document): NonNullable<Search['references']> {
  const all = [...files.values()].flatMap(({ root }) => {
    const maps = root === undefined ? [] : [...mapsIn(root)];
    return maps.flatMap(([node, path]) => referenceOf(node, path, contracts) ?? []);
  });
  return Map.groupBy(all, ({ file }) => file);
}

function referenceOf(node: MapNode, path: readonly string[], contracts: string): WrittenReference | undefined {
  const written = node.entries.get('$ref')?.value;
  const text = written === undefined ? undefined : scalarValue(written);
  if (written === undefined || typeof text !== 'string') return undefined;
  const target = parseReference(text, node.position.file, contracts);
  if (target.kind !== 'place') return undefined;
  return { position: written.position, of: ownerIn(path), file: target.file, pointer: target.pointer };
}

/** Every map of a tree with its path; one that YAML shares under its first. */
function mapsIn(root: Node): ReadonlyMap<MapNode, readonly string[]> {
  const maps = new Map<MapNode, readonly string[]>();
  const visit = (node: Node, path: readonly string[]): void => {
    if (node.kind === 'sequence')
      for (const [index, item] of node.items.entries()) visit(item, [...path, String(index)]);
    if (node.kind !== 'map' || maps.has(node)) return;
    maps.set(node, path);
    for (const [key, { value }] of node.entries) visit(value, [...path, key]);
  };
  visit(root, []);
  return maps;
}

function pathTo(root: Node, { line, column }: Position): readonly string[] {
  const isHere = ({ position }: { readonly position: Position }): boolean =>
    position.line === line && position.column === column;
  for (const [map, path] of mapsIn(root)) {
    for (const [key, entry] of map.entries) {
      if (isHere(entry) || isHere(entry.value)) return [...path, key];
      const items = entry.value.kind === 'sequence' ? entry.value.items : [];
      if (items.some(isHere)) return [...path, key];
    }
  }
  return [];
}

const owners: ReadonlyMap<string, string> = new Map([
  ['messages', 'message'],
  ['channels', 'channel'],
  ['operations', 'operation'],
  ['servers', 'server'],
  ['messageTraits', 'message trait'],
  ['operationTraits', 'operation trait'],
]);

/** `message OrderPlaced`, `key of message OrderPlaced`: the innermost thing with a name that a path is in. */
function ownerIn(path: readonly string[]): string | undefined {
  const index = path.findLastIndex(
    (part, at) => owners.has(part) && path[at + 1] !== undefined && !/^\d+$/.test(path[at + 1] ?? ''),
  );
  if (index === -1) return undefined;
  const owner = `${owners.get(path[index] ?? '')} ${path[index + 1]}`;
  const below = path.slice(index + 2);
  if (below.includes('key')) return `key of ${owner}`;
  return below[0] === 'headers' ? `headers of ${owner}` : owner;
}

/** Where other schemas use a type of the file by its name. */
function usesOf(search: Search, file: string): readonly Use[] {
  const { files, inlineSchemas } = search.document;
  const defined = new Set(namesOf(search, file).defined);
  const short = [...defined].map((name) => name.slice(name.lastIndexOf('.') + 1));
  const schemas = [...files.values()].filter(
    ({ path, text }) => path.endsWith('.avsc') && path !== file && short.some((name) => text.includes(name)),
  );
  return [...schemas.map(({ path }) => path), ...inlineSchemas.keys()].flatMap((schema) => {
    const names = namesOf(search, schema);
    return names.used
      .filter(({ name }) => defined.has(name))
      .map(({ position }) => ({ position, of: names.defined[0] }));
  });
}

function namesOf({ document, names }: Search, schema: Node | string): AvroNames {
  const known = names.get(schema);
  if (known !== undefined) return known;
  const root = typeof schema === 'string' ? parseSource(schema, document.files.get(schema)?.text ?? '').root : schema;
  const found = root === undefined ? { defined: [], used: [] } : avroNames(root);
  names.set(schema, found);
  return found;
}
