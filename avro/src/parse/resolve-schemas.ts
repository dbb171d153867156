import type { JsonNode } from '../json/json-node.ts';
import { parseJson } from '../json/parse-json.ts';
import type { NamedSchema, Schema } from '../model.ts';
import type { SchemaProblem } from '../schema-problem.ts';
import { hasError, resolveSources, sortedProblems } from './resolve-sources.ts';
import { ownDefinitions, type SourceFile, sourceFileOf } from './source-file.ts';

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

/**
 * Reads schema files that use each other's types by full name, in any order. A name means a type of the same file if
 * there is one, else that of the file with the newest version. Several versions may define the same name; two files of
 * one version only where one repeats an inner type of the other word for word, and then it is one type. Never throws: every problem of every file is in the result.
 */
export function resolveSchemas(files: readonly SchemaSource[]): ResolvedSchemas {
  const read = files.map(readSource);
  const resolved = resolveSources(read.flatMap(({ source }) => source ?? []));
  const sound = [...resolved].filter(([source]) => !hasError(source));
  return {
    schemas: new Map(sound.map(([source, schema]) => [source.file, schema])),
    types: new Map(sound.map(([source]) => [source.file, ownDefinitions(source).map(({ schema }) => schema)])),
    problems: read.flatMap(({ source, syntax }) => (source === undefined ? syntax : sortedProblems(source))),
  };
}

interface ReadSource {
  /** Absent when the text is not JSON. */
  readonly source: SourceFile | undefined;
  readonly syntax: readonly SchemaProblem[];
}

function readSource(given: SchemaSource): ReadSource {
  const { file, version = 0 } = given;
  const { node, problems } = 'json' in given ? { node: given.json, problems: [] } : parseJson(given.text, file);
  if (node === undefined) return { source: undefined, syntax: problems };
  const source = sourceFileOf(node, { file, version });
  source.problems.push(...problems);
  return { source, syntax: problems };
}
