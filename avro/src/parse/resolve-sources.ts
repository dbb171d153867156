import { fullNameOf } from '../full-name.ts';
import { toJsonValue } from '../json/json-node.ts';
import { jsonText } from '../json/json-text.ts';
import type { NamedSchema, Schema } from '../model.ts';
import type { SchemaProblem, SchemaProblemCode } from '../schema-problem.ts';
import { buildFields } from './build-fields.ts';
import { buildSchema, type TypeScope } from './build-schema.ts';
import { checkClosure } from './check-closure.ts';
import { checkDefault } from './check-default.ts';
import { reportDuplicate } from './declare-types.ts';
import { type Definition, ownDefinitions, type SourceFile } from './source-file.ts';

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
}

/**
 * Turns files into schemas together. Adds the problems to each file. The types of all files are known from the start, so the
 * order of files and of definitions in them does not matter and types may refer to each other across files. A file with a
 * problem that is not `tolerated` is still turned into a schema, in which stand-ins take the place of what cannot be had.
 */
export function resolveSources(
  sources: readonly SourceFile[],
  { tolerated = [], settled = new Map() }: ResolveOptions = {},
): ResolvedSources {
  const { firsts, newest } = knownDefinitions(sources);
  const fresh = sources.filter((source) => !settled.has(source));
  shareCopies(fresh, firsts);
  const scopes = fresh.map((source) => ({ source, ...scopeOf(source, newest) }));
  const defaults = scopes.flatMap(({ source, scope }) =>
    ownDefinitions(source).flatMap((definition) =>
      buildFields(definition, scope).map((written) => ({ source, ...written })),
    ),
  );
  const built = new Map(
    scopes.map(({ source, scope, asked }) => [source, { schema: buildSchema(source.root, scope), asked }]),
  );
  for (const { source, type, node } of defaults) source.problems.push(...checkDefault(type, node));
  // Duplicates would show up again as conflicts: what types mean together is asked only once each is sound.
  if (!sources.some((source) => hasError(source, tolerated))) {
    for (const [source, { schema }] of built) source.problems.push(...checkClosure(schema, source.root));
  }
  return new Map(
    sources.flatMap((source) => {
      const resolved = built.get(source) ?? settled.get(source);
      return resolved === undefined ? [] : [[source, resolved] as const];
    }),
  );
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
  return { firsts, newest };
}

/**
 * Two definitions in files of one version are reported, unless the second repeats the first inside its file, as
 * self-contained schemas do: then both are the first.
 */
function shareCopies(sources: readonly SourceFile[], firsts: KnownDefinitions['firsts']): void {
  for (const { source, name, definition } of rootsFirst(sources)) {
    const first = firsts.get(keyOf(name, source));
    if (first === undefined || first === definition) continue;
    if (definition.node !== source.root && isSameText(definition, first)) {
      source.names.set(name, first);
      source.definitions.set(definition.node, first);
    } else reportDuplicate(source.problems, definition, first);
  }
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
      source.definitions.get(definition.node) === definition ? [{ source, name, definition }] : [],
    ),
  );
  const isRoot = ({ source, definition }: Declared): boolean => definition.node === source.root;
  return [...declared.filter(isRoot), ...declared.filter((one) => !isRoot(one))];
}

const isSameText = (a: Definition, b: Definition): boolean =>
  jsonText(toJsonValue(a.node)) === jsonText(toJsonValue(b.node));

/** A suggestion is a comparison with every name, and whoever has very many problems needs no suggestion for each. */
const maxCompared = 200_000;

function scopeOf(
  source: SourceFile,
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
    definitions: source.definitions,
    // Avro Java falls back to the name without namespace, and schemas rely on it.
    lookUp: (written, namespace) => find(fullNameOf(written, namespace)) ?? find(written),
    knownNames: () => (source.problems.length * newest.size < maxCompared ? newest.keys() : []),
  };
  return { scope, asked };
}
