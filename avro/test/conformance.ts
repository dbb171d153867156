import { existsSync, readFileSync } from 'node:fs';
import type { JsonObject, JsonValue } from '../src/index.ts';
import { isJsonArray, isJsonObject, toJsonValue } from '../src/json/json-node.ts';
import { parseJson } from '../src/json/parse-json.ts';

const folder = new URL('../../../shared/conformance/', import.meta.url);

/**
 * Cases from the suites of other projects. They lie beside the repository, not in it; where they are missing there are
 * none, a line says so, and the tests that need them are skipped.
 */
export function conformanceCases(file: string): readonly JsonObject[] {
  const url = new URL(file, folder);
  if (!existsSync(url)) {
    console.log(`shared/conformance/${file} is not there: its cases are skipped.`);
    return [];
  }
  const { node } = parseJson(readFileSync(url, 'utf8'), file);
  const cases = node === undefined ? null : toJsonValue(node);
  return isJsonArray(cases) ? cases.filter(isJsonObject) : [];
}

/** A member that every case of its kind has. */
export function member(entry: JsonObject, key: string): JsonValue {
  const value = entry[key];
  if (value === undefined) throw new Error(`Case ${String(entry['id'])} has no "${key}".`);
  return value;
}
