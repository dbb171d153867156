import { parseJson } from '../json/parse-json.ts';
import type { Schema } from '../model.ts';
import type { SchemaProblem } from '../schema-problem.ts';
import { hasError, resolveSources, sortedProblems } from './resolve-sources.ts';
import { type SourceFile, sourceFileOf } from './source-file.ts';

/** The text of one schema file. */
export interface SchemaSource {
  /** Stands in positions, and is the key of the result. */
  readonly file: string;
  readonly text: string;
  /** Version of the event that the file describes; files without one count as version 0. */
  readonly version?: number;
}

export interface ResolvedSchemas {
  /** By file, in the order given. A file with an error of its own is left out. */
  readonly schemas: ReadonlyMap<string, Schema>;
  /** By file in the order given, in a file in the order of the text. Schemas are safe to use only if none is an error. */
  readonly problems: readonly SchemaProblem[];
}

/**
 * Reads schema files that use each other's types by full name, in any order. A name means a type of the same file if
 * there is one, else that of the file with the newest version. Several versions may define the same name; two files of
 * one version may not. Never throws: every problem of every file is in the result.
 */
export function resolveSchemas(files: readonly SchemaSource[]): ResolvedSchemas {
  const read = files.map(readSource);
  const resolved = resolveSources(read.flatMap(({ source }) => source ?? []));
  const sound = [...resolved].filter(([source]) => !hasError(source));
  return {
    schemas: new Map(sound.map(([source, schema]) => [source.file, schema])),
    problems: read.flatMap(({ source, syntax }) => (source === undefined ? syntax : sortedProblems(source))),
  };
}

interface ReadSource {
  /** Absent when the text is not JSON. */
  readonly source: SourceFile | undefined;
  readonly syntax: readonly SchemaProblem[];
}

function readSource({ file, text, version = 0 }: SchemaSource): ReadSource {
  const { node, problems } = parseJson(text, file);
  if (node === undefined) return { source: undefined, syntax: problems };
  const source = sourceFileOf(node, { file, version });
  source.problems.push(...problems);
  return { source, syntax: problems };
}
