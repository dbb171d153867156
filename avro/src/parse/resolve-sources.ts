import { fullNameOf } from '../full-name.ts';
import { type JsonNode, type JsonObjectNode, toJsonValue } from '../json/json-node.ts';
import { jsonText } from '../json/json-text.ts';
import type { NamedSchema, Schema } from '../model.ts';
import type { SchemaProblem, SchemaProblemCode } from '../schema-problem.ts';
import { rememberOrigin } from '../source-node.ts';
import { buildFields, type WrittenDefault } from './build-fields.ts';
import { buildSchema, type TypeScope } from './build-schema.ts';
import { checkClosure } from './check-closure.ts';
import { checkDefault } from './check-default.ts';
import { definingNodes, reportDuplicate } from './declare-types.ts';
import type { Definition, SourceFile } from './source-file.ts';

/** What a file came to. */
export interface ResolvedSource {
  readonly schema: Schema;
  /** What names meant that other files define, by full name; undefined for one that nobody did. */
  readonly asked: ReadonlyMap<string, NamedSchema | undefined>;
}

export type ResolvedSources = ReadonlyMap<SourceFile, ResolvedSource>;

export interface ResolveOptions {
  /** Codes of errors that are let pass. Default none. */
  readonly tolerated?: readonly SchemaProblemCode[];
  /** Those of the files that were resolved before and mean the same beside the others, by `staleSources`. Default none. */
  readonly settled?: ResolvedSources;
  /** Those that `resolveAlone` has resolved, and that mean the same beside the others. Default none. */
  readonly alone?: ResolvedSources;
}

/**
 * Turns files into schemas together. Adds the problems to each file. The types of all files are known from the start, so the
 * order of files and of definitions in them does not matter and types may refer to each other across files. A file with a
 * problem that is not `tolerated` is still turned into a schema, in which stand-ins take the place of what cannot be had.
 */
export function resolveSources(
  sources: readonly SourceFile[],
  { tolerated = [], settled = new Map(), alone = new Map() }: ResolveOptions = {},
): ResolvedSources {
  const known = knownDefinitions(sources);
  const resolved = new Map<SourceFile, ResolvedSource>();
  const defaults: UncheckedDefaults[] = [];
  for (const source of sources) {
    const earlier = settled.get(source) ?? alone.get(source);
    if (earlier !== undefined) resolved.set(source, earlier);
    else {
      const built = build(source, source.root(), known);
      resolved.set(source, built.resolved);
      defaults.push(...built.unchecked);
    }
  }
  for (const one of defaults) checkDefaults(one);
  // Duplicates would show up again as conflicts: what types mean together is asked only once each is sound.
  if (sources.some((source) => hasError(source, tolerated))) return resolved;
  for (const [source, { schema }] of resolved) {
    if (!settled.has(source)) source.problems.push(...checkClosure(schema, source.place));
  }
  return resolved;
}

/**
 * What a file comes to that uses its own types only, as long as no other file has one of them too. With the tree at hand, so
 * that it need not be read again. Undefined for a file that uses types of others.
 */
export function resolveAlone(source: SourceFile, root: JsonNode): ResolvedSource | undefined {
  for (const name of source.uses) if (!source.names.has(name)) return undefined;
  const { resolved, unchecked } = build(source, root, knownDefinitions([]));
  for (const one of unchecked) checkDefaults(one);
  return resolved;
}

interface UncheckedDefaults {
  readonly source: SourceFile;
  readonly written: readonly WrittenDefault[];
}

interface BuiltSource {
  readonly resolved: ResolvedSource;
  /** Those that may be of records which are not built yet. */
  readonly unchecked: readonly UncheckedDefaults[];
}

/** All that needs the tree of a file, so that trees need not be kept until every file is built. */
function build(source: SourceFile, root: JsonNode, known: KnownDefinitions): BuiltSource {
  const nodes = definingNodes(root);
  shareCopies(source, nodes, known);
  const definitions = new Map(nodes.flatMap((node, index) => withNode(node, source.definitions[index])));
  const { scope, asked } = scopeOf(source, definitions, known.newest);
  const written = [...definitions].flatMap(([node, definition]) =>
    definition.source === source ? buildFields(definition, node, scope) : [],
  );
  const schema = buildSchema(root, scope);
  rememberOrigin(schema, root);
  const resolved = { schema, asked };
  const defaults = { source, written };
  if (written.some(({ node }) => holdsObject(node))) return { resolved, unchecked: [defaults] };
  checkDefaults(defaults);
  return { resolved, unchecked: [] };
}

function withNode<Node>(node: Node, definition: Definition | undefined): readonly (readonly [Node, Definition])[] {
  return definition === undefined ? [] : [[node, definition]];
}

/** Only an object is compared with the fields of a record. */
function holdsObject(node: JsonNode): boolean {
  return node.kind === 'object' || (node.kind === 'array' && node.items.some(holdsObject));
}

function checkDefaults({ source, written }: UncheckedDefaults): void {
  for (const { type, node } of written) source.problems.push(...checkDefault(type, node));
}

/** Those of the files that were resolved before and come to something else beside the others as they are now. */
export function staleSources(sources: readonly SourceFile[], settled: ResolvedSources): ReadonlySet<SourceFile> {
  const { firsts, newest } = knownDefinitions(sources);
  const isStale = (source: SourceFile, { asked }: ResolvedSource): boolean =>
    [...source.names].some(([name, definition]) => firsts.get(keyOf(name, source)) !== definition) ||
    [...asked].some(([name, meant]) => newest.get(name)?.definition.schema !== meant);
  return new Set([...settled].flatMap(([source, resolved]) => (isStale(source, resolved) ? source : [])));
}

export function hasError({ problems }: SourceFile, tolerated: readonly SchemaProblemCode[] = []): boolean {
  return problems.some(({ severity, code }) => severity === 'error' && !tolerated.includes(code));
}

/** Errors and warnings of a file in the order of its text. */
export function sortedProblems(source: SourceFile): readonly SchemaProblem[] {
  return source.problems.toSorted(
    (a, b) =>
      (a.position?.line ?? 0) - (b.position?.line ?? 0) || (a.position?.column ?? 0) - (b.position?.column ?? 0),
  );
}

interface NewestDefinition {
  readonly version: number;
  readonly definition: Definition;
}

interface KnownDefinitions {
  /** The definition of a name in files of one version, by `keyOf`. */
  readonly firsts: ReadonlyMap<string, Definition>;
  /** Per full name that of the highest version. */
  readonly newest: ReadonlyMap<string, NewestDefinition>;
  /** The text of a first definition, with which those that repeat it are compared. */
  readonly texts: (first: Definition) => string;
}

/** Of each name that a file defines, one that two files share only where one of them has it from the other. */
export function keysOf(source: SourceFile): readonly string[] {
  return [...source.names.keys()].map((name) => keyOf(name, source));
}

const keyOf = (name: string, { version }: SourceFile): string => `${name} ${version}`;

/** A file's own type goes before the inner types of others, so that it is declared where one looks for it. */
function knownDefinitions(sources: readonly SourceFile[]): KnownDefinitions {
  const firsts = new Map<string, Definition>();
  const newest = new Map<string, NewestDefinition>();
  for (const { source, name, definition } of rootsFirst(sources)) {
    const key = keyOf(name, source);
    const first = firsts.get(key) ?? definition;
    firsts.set(key, first);
    const earlier = newest.get(name);
    if (earlier === undefined || source.version > earlier.version) {
      newest.set(name, { version: source.version, definition: first });
    }
  }
  return { firsts, newest, texts: createTexts() };
}

/**
 * Two definitions in files of one version are reported, unless the second repeats the first inside its file, as
 * self-contained schemas do: then both are the first.
 */
function shareCopies(source: SourceFile, nodes: readonly JsonObjectNode[], { firsts, texts }: KnownDefinitions): void {
  for (const [name, definition] of source.names) {
    const first = firsts.get(keyOf(name, source));
    if (first === undefined || first === definition || definition.source !== source) continue;
    if (!definition.isRoot && textOf(nodes[definition.index]) === texts(first)) {
      source.names.set(name, first);
      source.definitions[definition.index] = first;
    } else reportDuplicate(source.problems, definition, first);
  }
}

const textOf = (node: JsonNode | undefined): string => (node === undefined ? '' : jsonText(toJsonValue(node)));

/** The text of a definition that others repeat, and for as many as there are it is read once. */
function createTexts(): (definition: Definition) => string {
  const known = new Map<Definition, string>();
  return (definition) => {
    const text = known.get(definition) ?? textOf(definingNodes(definition.source.root())[definition.index]);
    known.set(definition, text);
    return text;
  };
}

interface Declared {
  readonly source: SourceFile;
  readonly name: string;
  readonly definition: Definition;
}

function rootsFirst(sources: readonly SourceFile[]): readonly Declared[] {
  const declared = sources.flatMap((source) =>
    [...source.names].flatMap(([name, definition]) =>
      // What a file has from another one is declared there.
      definition.source === source ? [{ source, name, definition }] : [],
    ),
  );
  const isRoot = ({ definition }: Declared): boolean => definition.isRoot;
  return [...declared.filter(isRoot), ...declared.filter((one) => !isRoot(one))];
}

/** A suggestion is a comparison with every name, and whoever has very many problems needs no suggestion for each. */
const maxCompared = 200_000;

function scopeOf(
  source: SourceFile,
  definitions: TypeScope['definitions'],
  newest: KnownDefinitions['newest'],
): { readonly scope: TypeScope; readonly asked: ResolvedSource['asked'] } {
  const asked = new Map<string, NamedSchema | undefined>();
  const find = (name: string): NamedSchema | undefined => {
    const own = source.names.get(name);
    if (own !== undefined) return own.schema;
    const meant = newest.get(name)?.definition.schema;
    asked.set(name, meant);
    return meant;
  };
  const scope: TypeScope = {
    namespace: '',
    problems: source.problems,
    definitions,
    // Avro Java falls back to the name without namespace, and schemas rely on it.
    lookUp: (written, namespace) => find(fullNameOf(written, namespace)) ?? find(written),
    knownNames: () => (source.problems.length * newest.size < maxCompared ? newest.keys() : []),
  };
  return { scope, asked };
}
