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
 * takes time, so nothing is looked at before a finding asks for it, and nothing twice: findings come by the thousand.
 */
export function withReferrers(document: Document, findings: readonly Finding[]): readonly Finding[] {
  const search: Search = {
    document,
    applications: new Set(document.applications),
    names: new Map(),
    uses: new Map(),
    paths: new Map(),
    chains: new Map(),
  };
  return findings.map((finding) => {
    const referencedFrom = chain(search, finding.position);
    return referencedFrom.length === 0 ? finding : { ...finding, referencedFrom };
  });
}

interface Search {
  readonly document: Document;
  readonly applications: ReadonlySet<string>;
  /** By the file that they name; looked for when the first finding asks. */
  references?: ReadonlyMap<string, References>;
  /** Of schemas, by path or node. */
  readonly names: Map<Node | string, AvroNames>;
  /** Uses of the types of a schema file, by its path. */
  readonly uses: Map<string, readonly Use[]>;
  /** Of every place of a tree that a finding can be at. */
  readonly paths: Map<Node, ReadonlyMap<string, readonly string[]>>;
  /** Where each group of uses leads to. */
  readonly chains: Map<readonly Use[], readonly Referrer[]>;
}

type Use = Pick<WrittenReference, 'position' | 'of'>;

/** To one file, each list sorted. */
interface References {
  readonly all: readonly Use[];
  /** By the place in it that they name. */
  readonly byPointer: ReadonlyMap<string, readonly Use[]>;
}

interface WrittenReference {
  readonly position: Position;
  /** What it is a part of. */
  readonly of: string | undefined;
  /** The file that it names, and the place there. */
  readonly file: string;
  readonly pointer: readonly string[];
}

function chain(search: Search, start: Position): readonly Referrer[] {
  if (search.applications.has(start.file)) return [];
  const group = referrersOf(search, start);
  const known = search.chains.get(group) ?? followed(search, start.file, group);
  search.chains.set(group, known);
  return known;
}

function followed(search: Search, file: string, group: readonly Use[]): readonly Referrer[] {
  const hops: Referrer[] = [];
  const seen = new Set([file]);
  for (let uses = group; hops.length < maxHops; ) {
    const [nearest, ...others] = uses.filter(({ position }) => !seen.has(position.file));
    if (nearest === undefined) break;
    hops.push({ position: nearest.position, of: nearest.of, others: others.length });
    if (search.applications.has(nearest.position.file)) break;
    seen.add(nearest.position.file);
    uses = referrersOf(search, nearest.position);
  }
  return hops;
}

/** Application documents first, then by place. */
const sorted = <One extends Use>({ applications }: Search, uses: readonly One[]): readonly One[] => {
  const rank = ({ position }: Use): number => (applications.has(position.file) ? 0 : 1);
  return uses.toSorted((a, b) => rank(a) - rank(b) || comparePlaces(a.position, b.position));
};

function comparePlaces(a: Position, b: Position): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

const none: readonly Use[] = [];

/** References to the innermost part of the file that holds the place; of a schema also its uses by name. */
function referrersOf(search: Search, place: Position): readonly Use[] {
  const references = search.references ?? writtenReferences(search);
  search.references = references;
  const { file } = place;
  const named = references.get(file);
  const root = search.document.files.get(file)?.root;
  const innermost = root === undefined ? named?.all : innermostOf(named, pathTo(search, root, place));
  if (innermost !== undefined) return innermost;
  if (!file.endsWith('.avsc')) return none;
  const uses = search.uses.get(file) ?? sorted(search, usesOf(search, file));
  search.uses.set(file, uses);
  return uses;
}

function innermostOf(references: References | undefined, path: readonly string[]): readonly Use[] | undefined {
  for (let depth = path.length; references !== undefined && depth >= 0; depth -= 1) {
    const uses = references.byPointer.get(JSON.stringify(path.slice(0, depth)));
    if (uses !== undefined) return uses;
  }
  return undefined;
}

function writtenReferences(search: Search): NonNullable<Search['references']> {
  const { files, contracts } = search.document;
  const all = [...files.values()].flatMap(({ root }) => {
    const maps = root === undefined ? [] : [...mapsIn(root)];
    return maps.flatMap(([node, path]) => referenceOf(node, path, contracts) ?? []);
  });
  const byFile = Map.groupBy(sorted(search, all), ({ file }) => file);
  return new Map(
    [...byFile].map(([file, uses]) => {
      const byPointer = Map.groupBy(uses, ({ pointer }) => JSON.stringify(pointer));
      return [file, { all: uses, byPointer }] as const;
    }),
  );
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
  const seen = new Set<Node>();
  const visit = (node: Node, path: readonly string[]): void => {
    if (node.kind === 'scalar' || seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'sequence') for (const [index, item] of node.items.entries()) visit(item, [...path, `${index}`]);
    if (node.kind !== 'map') return;
    maps.set(node, path);
    for (const [key, { value }] of node.entries) visit(value, [...path, key]);
  };
  visit(root, []);
  return maps;
}

function pathTo({ paths }: Search, root: Node, place: Position): readonly string[] {
  const known = paths.get(root) ?? pathsIn(root);
  paths.set(root, known);
  return known.get(placeKey(place)) ?? [];
}

const placeKey = ({ line, column }: Position): string => `${line}:${column}`;

/** Paths by the places of keys, values and items; the outermost of those that begin at one place. */
function pathsIn(root: Node): ReadonlyMap<string, readonly string[]> {
  const paths = new Map<string, readonly string[]>();
  for (const [map, path] of mapsIn(root)) {
    for (const [key, { position, value }] of map.entries) {
      const items = value.kind === 'sequence' ? value.items : [];
      const keyed = [...path, key];
      for (const at of [position, value.position, ...items.map((item) => item.position)]) {
        if (!paths.has(placeKey(at))) paths.set(placeKey(at), keyed);
      }
    }
  }
  return paths;
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
