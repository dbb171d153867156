import { posix } from 'node:path';
import type { AvroNode, BrokenReference, MapNode, Node, Reference, SourceFile } from '../model/document.ts';
import { suggest } from '../model/suggest.ts';
import { parseReference } from './reference-target.ts';

/** The maps of a tree that are references: those with a `$ref` key. A shared part is visited once. */
export function referencesIn(root: Node): readonly MapNode[] {
  const found: MapNode[] = [];
  const seen = new Set<Node>();
  const visit = (node: Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'sequence') for (const item of node.items) visit(item);
    if (node.kind !== 'map') return;
    if (node.entries.has('$ref')) found.push(node);
    else for (const { value } of node.entries.values()) visit(value);
  };
  visit(root);
  return found;
}

/** The file that a reference names, where it names one of the contracts folder. */
export function fileOfReference(reference: MapNode, contracts: string): string | undefined {
  const text = textOf(reference);
  if (text === undefined) return undefined;
  const target = parseReference(text, reference.position.file, contracts);
  return target.kind === 'place' ? target.file : undefined;
}

interface Resolution {
  readonly contracts: string;
  readonly files: ReadonlyMap<string, SourceFile>;
  /** Files that there are, read or not. */
  readonly parts: readonly string[];
  readonly references: Map<MapNode, Reference>;
  /** References being resolved; meeting one of them again is a circle. */
  readonly open: Set<MapNode>;
  readonly avro: Map<string, AvroNode>;
  /** How many names have been compared for suggestions. */
  compared: number;
}

/**
 * Resolves every reference of every file. All files that they name have been read; `parts` are those that there are
 * besides, which may be meant by a name that no file has.
 */
export function resolveReferences(
  contracts: string,
  files: ReadonlyMap<string, SourceFile>,
  parts: readonly string[] = [],
): ReadonlyMap<MapNode, Reference> {
  const state = { references: new Map(), open: new Set<MapNode>(), avro: new Map(), compared: 0 };
  const resolution: Resolution = { contracts, files, parts, ...state };
  for (const { root } of files.values()) {
    if (root !== undefined) for (const node of referencesIn(root)) resolve(resolution, node);
  }
  return resolution.references;
}

function resolve(resolution: Resolution, node: MapNode): Reference {
  const known = resolution.references.get(node);
  if (known !== undefined) return known;
  resolution.open.add(node);
  const reference = lookUp(resolution, node);
  resolution.open.delete(node);
  resolution.references.set(node, reference);
  return reference;
}

function lookUp(resolution: Resolution, node: MapNode): Reference {
  const text = textOf(node);
  if (text === undefined) return broken(node, 'is not text', "Write it as 'file.yaml#/path/to/it' or '#/path/to/it'.");
  const target = parseReference(text, node.position.file, resolution.contracts);
  if (target.kind === 'refused') return brokenBecause(node, target.message, target.help);
  const file = resolution.files.get(target.file);
  if (file === undefined) {
    const help = suggestFile(resolution, target.file, node.position.file) ?? 'Create it, or correct the path.';
    return broken(node, `names a file that does not exist: ${target.file}`, help);
  }
  const start = rootOf(resolution, file);
  // The file has a finding of its own; that everything in it is missing follows.
  if (start === undefined) return { kind: 'broken', problem: undefined };
  if (start.kind === 'scalar' && start.value === null) {
    return broken(node, 'names a file without a value', 'Fill it, or correct the path.');
  }
  return walk(resolution, node, { start, pointer: target.pointer });
}

/** Names files as a reference in `from` would; schemas for a schema, documents for a document. */
function suggestFile(resolution: Resolution, missing: string, from: string): string | undefined {
  const { files, parts } = resolution;
  const relative = (path: string): string => posix.relative(posix.dirname(from), path).replace(/^(?!\.\.?\/)/, './');
  const isSchema = (path: string): boolean => path.endsWith('.avsc');
  const all = [...files.keys(), ...parts];
  const known = new Set(all.filter((path) => path !== from && isSchema(path) === isSchema(missing)));
  return suggestFrom(resolution, known, (names) => suggest(relative(missing), names.map(relative)));
}

/** A suggestion is a comparison with every name, and whoever has very many problems needs no suggestion for each. */
const maxCompared = 200_000;

function suggestFrom(
  resolution: Resolution,
  known: Iterable<string>,
  suggestion: (names: readonly string[]) => string | undefined,
): string | undefined {
  if (resolution.compared > maxCompared) return undefined;
  const names = [...known];
  resolution.compared += names.length;
  return suggestion(names);
}

function rootOf({ avro }: Resolution, { path, root }: SourceFile): Node | undefined {
  if (!path.endsWith('.avsc')) return root;
  const node = avro.get(path) ?? { kind: 'avro', position: { file: path, line: 1, column: 1 }, file: path };
  avro.set(path, node);
  return node;
}

function walk(
  resolution: Resolution,
  node: MapNode,
  { start, pointer }: { start: Node; pointer: readonly string[] },
): Reference {
  let current = enter(resolution, node, start);
  for (const [depth, part] of pointer.entries()) {
    if (current.kind === 'broken') return current;
    if (current.target.kind === 'avro') return broken(node, 'points into an .avsc file', referToWholeFile);
    const next = childOf(current.target, part);
    if (next === undefined) return missing(resolution, node, { parent: current.target, pointer, depth });
    current = enter(resolution, node, next);
  }
  return current;
}

/** What stands at a place on the way of the reference `node`: the place itself, or what its own `$ref` leads to. */
function enter(resolution: Resolution, node: MapNode, at: Node): Reference {
  if (at.kind !== 'map' || !at.entries.has('$ref')) return { kind: 'resolved', target: at };
  if (resolution.open.has(at)) return broken(node, 'leads back to itself', replaceOne);
  if (resolution.open.size > maxChain) return broken(node, `passes more than ${maxChain} references`, replaceOne);
  const next = resolve(resolution, at);
  return next.kind === 'resolved' ? next : { kind: 'broken', problem: undefined };
}

/** Longer than any meaningful chain, and short enough that a hostile one cannot exhaust the stack. */
export const maxChain = 100;
const replaceOne = 'Replace one of the references on the way by what it means.';
const referToWholeFile = 'Refer to the whole file; types inside it are used by their Avro name.';

function childOf(node: Node, part: string): Node | undefined {
  if (node.kind === 'map') return node.entries.get(part)?.value;
  return node.kind === 'sequence' && /^\d+$/.test(part) ? node.items[Number(part)] : undefined;
}

interface MissingPart {
  readonly parent: Node;
  readonly pointer: readonly string[];
  readonly depth: number;
}

function missing(resolution: Resolution, node: MapNode, { parent, pointer, depth }: MissingPart): Reference {
  const part = pointer[depth] ?? '';
  const parentPath = `/${pointer.slice(0, depth).join('/')}`;
  const known = parent.kind === 'map' ? parent.entries.keys() : [];
  const help = suggestFrom(resolution, known, (names) => suggest(part, names));
  return broken(
    node,
    `does not exist: there is no '${part}' at ${parentPath} of ${parent.position.file}`,
    help ?? define,
  );
}

const define = 'Define it there, or correct the reference.';

const textOf = (node: MapNode): string | undefined => {
  const value = node.entries.get('$ref')?.value;
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
};

const broken = (node: MapNode, what: string, help: string): Reference =>
  brokenBecause(node, `'${textOf(node) ?? '$ref'}' ${what}`, help);

function brokenBecause(node: MapNode, message: string, help: string): Reference {
  const position = node.entries.get('$ref')?.value.position ?? node.position;
  const problem: BrokenReference = { text: textOf(node) ?? '', position, message, help };
  return { kind: 'broken', problem };
}
