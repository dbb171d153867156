import type { JsonNode } from '../json/json-node.ts';
import { parseJson } from '../json/parse-json.ts';
import type { NamedSchema, Schema } from '../model.ts';
import type { SchemaProblem } from '../schema-problem.ts';
import { declareTypes } from './declare-types.ts';
import {
  hasError,
  keysOf,
  type ResolvedSource,
  type ResolvedSources,
  resolveAlone,
  resolveSources,
  sortedProblems,
  staleSources,
} from './resolve-sources.ts';
import { ownDefinitions, type SourceFile } from './source-file.ts';

/** One schema file: its text, or what was read of it already, as where the schema stands inside another document. */
export type SchemaSource = TextSource | JsonSource;

interface Source {
  /** The key of the result; for a text it stands in positions, too. */
  readonly file: string;
  /** Version of the event that the file describes; files without one count as version 0. */
  readonly version?: number;
}

interface TextSource extends Source {
  readonly text: string;
}

interface JsonSource extends Source {
  readonly json: JsonNode;
}

export interface ResolvedSchemas {
  /** By file, in the order given. A file with an error of its own is left out. */
  readonly schemas: ReadonlyMap<string, Schema>;
  /** The named types that each file defines, in the order of its text. A type that is repeated belongs to one file. */
  readonly types: ReadonlyMap<string, readonly NamedSchema[]>;
  /** By file in the order given, in a file in the order of the text. Schemas are safe to use only if none is an error. */
  readonly problems: readonly SchemaProblem[];
}

export type ResolveSchemas = (files: readonly SchemaSource[]) => ResolvedSchemas;

/**
 * Reads schema files that use each other's types by full name, in any order. A name means a type of the same file if
 * there is one, else that of the file with the newest version. Several versions may define the same name; two files of
 * one version only where one repeats an inner type of the other word for word, and then it is one type. Never throws: every problem of every file is in the result.
 */
export function resolveSchemas(files: readonly SchemaSource[]): ResolvedSchemas {
  return createSchemaResolver()(files);
}

/**
 * As `resolveSchemas`, with a memory: a file that is given again, and that means the same beside the others as they are by
 * then, keeps its schema, the very object. Remembered are the files that were given last without any error among them.
 */
export function createSchemaResolver(): ResolveSchemas {
  let remembered: readonly ReadFile[] = [];
  return (files) => {
    const earlier = inOrder(remembered, files);
    const seen = new Set<string>();
    let read = files.map((given): ReadFile => {
      const same = earlier.get(given.file);
      return same !== undefined && isSame(same.given, given) ? same : readFile(given, seen);
    });
    for (let stale = staleFiles(read); stale.size > 0; stale = staleFiles(read)) {
      read = read.map((one) => (one.source !== undefined && stale.has(one.source) ? readFile(one.given) : one));
    }
    const sources = read.flatMap(({ source }) => source ?? []);
    const resolved = resolveSources(sources, {
      settled: resultsIn(read, ({ settled }) => settled),
      alone: resultsIn(read, ({ alone }) => alone),
    });
    const isClean = read.every(({ source }) => source !== undefined && !hasError(source));
    if (isClean) remembered = read.map((one) => ({ ...one, settled: one.source && resolved.get(one.source) }));
    return resultOf(read, resolved);
  };
}

interface ReadFile {
  readonly given: SchemaSource;
  /** Absent when the text is not JSON. */
  readonly source: SourceFile | undefined;
  readonly syntax: readonly SchemaProblem[];
  /** What it came to when it was given before. */
  readonly settled: ResolvedSource | undefined;
  /** What it comes to by itself. */
  readonly alone: ResolvedSource | undefined;
}

/** With the names that were `seen` in files before it, one that has none of them and uses no other is resolved at once. */
function readFile(given: SchemaSource, seen?: Set<string>): ReadFile {
  const { file, version = 0 } = given;
  const { node, problems } = 'json' in given ? { node: given.json, problems: [] } : parseJson(given.text, file);
  if (node === undefined) {
    return { given, source: undefined, syntax: problems, settled: undefined, alone: undefined };
  }
  const source = declareTypes(node, { file, version, again: 'json' in given ? undefined : () => readAgain(given) });
  source.problems.push(...problems);
  const isFirst = seen !== undefined && addAll(seen, keysOf(source));
  return {
    given,
    source,
    syntax: problems,
    settled: undefined,
    alone: isFirst ? resolveAlone(source, node) : undefined,
  };
}

/** Whether none of them was there. */
function addAll(seen: Set<string>, keys: readonly string[]): boolean {
  const { size } = seen;
  for (const key of keys) seen.add(key);
  return seen.size === size + keys.length;
}

/**
 * A text that uses types of others is read twice, for the types that it defines and once all types are known: to read it
 * again takes less time than to keep the trees of thousands of files.
 */
function readAgain({ text, file }: TextSource): JsonNode {
  const { node } = parseJson(text, file);
  if (node === undefined) throw new Error(`${file} was JSON when it was read before, and is none now.`);
  return node;
}

/** Which of two files declares what both define depends on their order: where that has changed, nothing is remembered. */
function inOrder(remembered: readonly ReadFile[], files: readonly SchemaSource[]): ReadonlyMap<string, ReadFile> {
  const earlier = new Map(remembered.map((one) => [one.given.file, one]));
  const places = new Map([...earlier.keys()].map((file, index) => [file, index]));
  const again = files.flatMap(({ file }) => places.get(file) ?? []);
  return again.every((place, index) => index === 0 || place > (again[index - 1] ?? 0)) ? earlier : new Map();
}

function isSame(a: SchemaSource, b: SchemaSource): boolean {
  if (a.version !== b.version) return false;
  return 'json' in a ? 'json' in b && a.json === b.json : 'text' in b && a.text === b.text;
}

function resultsIn(
  files: readonly ReadFile[],
  resultOf: (file: ReadFile) => ResolvedSource | undefined,
): ResolvedSources {
  const results = new Map<SourceFile, ResolvedSource>();
  for (const file of files) {
    const result = resultOf(file);
    if (file.source !== undefined && result !== undefined) results.set(file.source, result);
  }
  return results;
}

function staleFiles(files: readonly ReadFile[]): ReadonlySet<SourceFile> {
  const known = resultsIn(files, ({ settled, alone }) => settled ?? alone);
  const sources = files.flatMap(({ source }) => source ?? []);
  return known.size === 0 ? new Set() : staleSources(sources, known);
}

function resultOf(read: readonly ReadFile[], resolved: ResolvedSources): ResolvedSchemas {
  const sound = [...resolved].filter(([source]) => !hasError(source));
  return {
    schemas: new Map(sound.map(([source, { schema }]) => [source.file, schema])),
    types: new Map(sound.map(([source]) => [source.file, ownDefinitions(source).map(({ schema }) => schema)])),
    problems: read.flatMap(({ source, syntax }) => (source === undefined ? syntax : sortedProblems(source))),
  };
}
