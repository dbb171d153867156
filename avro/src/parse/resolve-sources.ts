import { fullNameOf } from '../full-name.ts';
import { toJsonValue } from '../json/json-node.ts';
import { jsonText } from '../json/json-text.ts';
import type { NamedSchema, Schema } from '../model.ts';
import type { SchemaProblem, SchemaProblemCode } from '../schema-problem.ts';
import { buildFields } from './build-fields.ts';
import { buildSchema, type TypeScope } from './build-schema.ts';
import { checkClosure } from './check-closure.ts';
import { checkDefault } from './check-default.ts';
import { declareTypes, reportDuplicate } from './declare-types.ts';
import { type Definition, ownDefinitions, type SourceFile } from './source-file.ts';

/**
 * Turns files into schemas together. Adds the problems to each file. Types are declared in all files first, so the order
 * of files and of definitions in them does not matter and types may refer to each other across files. A file with a
 * problem that is not `tolerated` is still turned into a schema, in which stand-ins take the place of what cannot be had.
 */
export function resolveSources(
  sources: readonly SourceFile[],
  tolerated: readonly SchemaProblemCode[] = [],
): ReadonlyMap<SourceFile, Schema> {
  for (const source of sources) declareTypes(source);
  const newest = newestDefinitions(sources);
  const scopes = sources.map((source) => ({ source, scope: scopeOf(source, newest) }));
  const defaults = scopes.flatMap(({ source, scope }) =>
    ownDefinitions(source).flatMap((definition) =>
      buildFields(definition, scope).map((written) => ({ source, ...written })),
    ),
  );
  const schemas = new Map(scopes.map(({ source, scope }) => [source, buildSchema(source.root, scope)]));
  for (const { source, type, node } of defaults) source.problems.push(...checkDefault(type, node));
  // Duplicates would show up again as conflicts: what types mean together is asked only once each is sound.
  if (sources.some((source) => hasError(source, tolerated))) return schemas;
  for (const [source, schema] of schemas) source.problems.push(...checkClosure(schema, source.root));
  return schemas;
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

/**
 * Per full name the definition of the highest file version. Two of one version are reported, unless the second repeats
 * the first inside its file, as self-contained schemas do: then both are the first. A file's own type goes before the
 * inner types of others, so that it is declared where one looks for it.
 */
function newestDefinitions(sources: readonly SourceFile[]): ReadonlyMap<string, NewestDefinition> {
  const newest = new Map<string, NewestDefinition>();
  const versions = new Map<string, Definition>();
  for (const { source, name, definition } of rootsFirst(sources)) {
    const key = `${name} ${source.version}`;
    const first = versions.get(key);
    if (first === undefined) versions.set(key, definition);
    else if (definition.node !== source.root && isSameText(definition, first)) {
      source.names.set(name, first);
      source.definitions.set(definition.node, first);
    } else reportDuplicate(source.problems, definition, first);
    const known = newest.get(name);
    if (known === undefined || source.version > known.version) {
      newest.set(name, { version: source.version, definition: first ?? definition });
    }
  }
  return newest;
}

interface Declared {
  readonly source: SourceFile;
  readonly name: string;
  readonly definition: Definition;
}

function rootsFirst(sources: readonly SourceFile[]): readonly Declared[] {
  const declared = sources.flatMap((source) =>
    [...source.names].map(([name, definition]) => ({ source, name, definition })),
  );
  const isRoot = ({ source, definition }: Declared): boolean => definition.node === source.root;
  return [...declared.filter(isRoot), ...declared.filter((one) => !isRoot(one))];
}

const isSameText = (a: Definition, b: Definition): boolean =>
  jsonText(toJsonValue(a.node)) === jsonText(toJsonValue(b.node));

/** A suggestion is a comparison with every name, and whoever has very many problems needs no suggestion for each. */
const maxCompared = 200_000;

function scopeOf(source: SourceFile, newest: ReadonlyMap<string, NewestDefinition>): TypeScope {
  const find = (name: string): NamedSchema | undefined =>
    (source.names.get(name) ?? newest.get(name)?.definition)?.schema;
  return {
    namespace: '',
    problems: source.problems,
    definitions: source.definitions,
    // Avro Java falls back to the name without namespace, and schemas rely on it.
    lookUp: (written, namespace) => find(fullNameOf(written, namespace)) ?? find(written),
    knownNames: () => (source.problems.length * newest.size < maxCompared ? newest.keys() : []),
  };
}
