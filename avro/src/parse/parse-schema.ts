import { AvroError } from '../avro-error.ts';
import { isSchema, type SchemaInput } from '../is-schema.ts';
import { toJsonNode } from '../json/json-node.ts';
import { parseJson } from '../json/parse-json.ts';
import type { Schema } from '../model.ts';
import type { SchemaProblem, SchemaProblemCode } from '../schema-problem.ts';
import { declareTypes } from './declare-types.ts';
import { hasError, resolveSources, sortedProblems } from './resolve-sources.ts';
import type { SourceFile } from './source-file.ts';

export interface ParseOptions {
  /** Codes of problems that do not stop a schema: for those that were written before anybody checked. Default none. */
  readonly tolerated?: readonly SchemaProblemCode[];
}

/**
 * Parses a schema given as a JSON value; a string is the name of a type. A parsed schema is returned as it is.
 * Throws `AvroError` with all problems if one of them is an error.
 */
export function parseSchema(schema: SchemaInput, options: ParseOptions = {}): Schema {
  return isSchema(schema) ? schema : parseSource(declareTypes(toJsonNode(schema), { file: '', version: 0 }), options);
}

/**
 * Parses a schema given as JSON text. Unlike `JSON.parse` before `parseSchema` it keeps positions, finds duplicate keys
 * and reads every `long` exactly. `file` stands in positions. Throws as `parseSchema` does.
 */
export function parseSchemaText(text: string, file = 'schema.avsc'): Schema {
  const { node, problems } = parseJson(text, file);
  if (node === undefined) throw errorOf(problems);
  const source = declareTypes(node, { file, version: 0 });
  source.problems.push(...problems);
  return parseSource(source);
}

function parseSource(source: SourceFile, { tolerated = [] }: ParseOptions = {}): Schema {
  const schema = resolveSources([source], { tolerated }).get(source)?.schema;
  if (schema === undefined || hasError(source, tolerated)) {
    throw errorOf(sortedProblems(source).filter(({ code }) => !tolerated.includes(code)));
  }
  return schema;
}

function errorOf(problems: readonly SchemaProblem[]): Error {
  const first = problems.find(({ severity }) => severity === 'error');
  return first === undefined ? new Error('A schema without error was refused.') : new AvroError(first, problems);
}
