import type { Position } from '../model.ts';
import { type SchemaPlace, type SchemaProblem, schemaProblem } from '../schema-problem.ts';
import { childLocation, exactNumber, type JsonNode, maxDepth, tooDeep } from './json-node.ts';
import { fail, here, type Scanner, scannerOf, skipWhitespace, takeString, takeWord } from './scanner.ts';

export interface ParsedJson {
  /** Absent when the text is not JSON. */
  readonly node: JsonNode | undefined;
  readonly problems: readonly SchemaProblem[];
}

/**
 * Reads JSON and keeps the place of every value, which `JSON.parse` does not. Ends at the first syntax error; reports
 * every duplicate key and goes on with the last value. A byte order mark is skipped.
 */
export function parseJson(text: string, file: string): ParsedJson {
  const scanner = scannerOf(text, file);
  const node = parseValue(scanner, '/', 0);
  if (node === undefined) return { node, problems: scanner.problems };
  skipWhitespace(scanner);
  if (scanner.offset < text.length) {
    fail(scanner, 'There is more text after the end of the JSON value.', 'Keep one JSON value in the file.');
    return { node: undefined, problems: scanner.problems };
  }
  return { node, problems: scanner.problems };
}

function parseValue(scanner: Scanner, location: string, depth: number): JsonNode | undefined {
  skipWhitespace(scanner);
  const place: SchemaPlace = { location, position: here(scanner) };
  if (depth > maxDepth) {
    scanner.problems.push(tooDeep(place));
    return undefined;
  }
  switch (scanner.text[scanner.offset]) {
    case '{':
      return parseObject(scanner, place, depth);
    case '[':
      return parseArray(scanner, place, depth);
    case '"': {
      const value = takeString(scanner);
      return value === undefined ? undefined : { kind: 'scalar', value, ...place };
    }
    default: {
      const value = parseWord(scanner);
      return value === undefined ? undefined : { kind: 'scalar', value, ...place };
    }
  }
}

function parseArray(scanner: Scanner, place: SchemaPlace, depth: number): JsonNode | undefined {
  const items: JsonNode[] = [];
  scanner.offset += 1;
  if (takeIf(scanner, ']')) return { kind: 'array', items, ...place };
  for (;;) {
    const item = parseValue(scanner, childLocation(place.location, items.length), depth + 1);
    if (item === undefined) return undefined;
    items.push(item);
    if (takeIf(scanner, ']')) return { kind: 'array', items, ...place };
    if (!takeComma(scanner, ']')) return undefined;
  }
}

function parseObject(scanner: Scanner, place: SchemaPlace, depth: number): JsonNode | undefined {
  const members = new Map<string, JsonNode>();
  const keys = new Map<string, Position>();
  scanner.offset += 1;
  if (takeIf(scanner, '}')) return { kind: 'object', members, ...place };
  for (;;) {
    const key = parseKey(scanner, place.location, keys);
    if (key === undefined) return undefined;
    const value = parseValue(scanner, childLocation(place.location, key), depth + 1);
    if (value === undefined) return undefined;
    members.set(key, value);
    if (takeIf(scanner, '}')) return { kind: 'object', members, ...place };
    if (!takeComma(scanner, '}')) return undefined;
  }
}

function parseKey(scanner: Scanner, parent: string, keys: Map<string, Position>): string | undefined {
  skipWhitespace(scanner);
  const position = here(scanner);
  if (scanner.text[scanner.offset] !== '"') {
    return fail(scanner, 'A key in double quotes is expected here.', 'Write each key of an object as "key": value.');
  }
  const key = takeString(scanner);
  if (key === undefined) return undefined;
  reportDuplicate(scanner, { location: childLocation(parent, key), position }, { key, first: keys.get(key) });
  if (!keys.has(key)) keys.set(key, position);
  if (takeIf(scanner, ':')) return key;
  return fail(scanner, `A colon is expected after the key "${key}".`, 'Write each key of an object as "key": value.');
}

interface DuplicateKey {
  readonly key: string;
  readonly first: Position | undefined;
}

function reportDuplicate(scanner: Scanner, place: SchemaPlace, { key, first }: DuplicateKey): void {
  if (first === undefined) return;
  scanner.problems.push(
    schemaProblem('AVRO_JSON_INVALID', place, {
      message: `The key "${key}" is there twice in one object.`,
      help: 'Remove one of the two.',
      related: [{ message: 'first here', location: place.location, position: first }],
    }),
  );
}

function takeIf(scanner: Scanner, character: string): boolean {
  skipWhitespace(scanner);
  if (scanner.text[scanner.offset] !== character) return false;
  scanner.offset += 1;
  return true;
}

function takeComma(scanner: Scanner, close: '}' | ']'): boolean {
  if (!takeIf(scanner, ',')) {
    fail(scanner, `A comma or "${close}" is expected here.`, 'Separate entries with a comma, and close what is open.');
    return false;
  }
  skipWhitespace(scanner);
  if (scanner.text[scanner.offset] !== close) return true;
  fail(scanner, `There is a comma before "${close}".`, 'JSON allows no comma after the last entry: remove it.');
  return false;
}

/** The exact value of an integer literal that fits a `long` and that a number might round. */
function exactLong(literal: string): bigint | undefined {
  if (literal.length > 20 || Number.isSafeInteger(Number(literal))) return undefined;
  const value = BigInt(literal);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

const integerLiteral = /^-?(?:0|[1-9]\d*)$/;
const numberLiteral = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const constants: ReadonlyMap<string, null | boolean> = new Map([
  ['null', null],
  ['true', true],
  ['false', false],
]);

function parseWord(scanner: Scanner): null | boolean | number | bigint | undefined {
  const word = takeWord(scanner);
  const constant = constants.get(word);
  if (constant !== undefined) return constant;
  const value = (integerLiteral.test(word) ? exactLong(word) : undefined) ?? exactNumber(Number(word));
  if (numberLiteral.test(word) && (typeof value === 'bigint' || Number.isFinite(value))) return value;
  scanner.offset -= word.length;
  return fail(
    scanner,
    unreadable(scanner, word),
    'JSON values are objects, arrays, "strings", numbers, true, false and null.',
  );
}

function unreadable(scanner: Scanner, word: string): string {
  if (scanner.offset >= scanner.text.length) return 'The text ends where a value is expected.';
  if (word === '') return `A value is expected here, not ${JSON.stringify(scanner.text[scanner.offset])}.`;
  return numberLiteral.test(word) ? `The number ${word} is too large.` : `"${word}" is not a JSON value.`;
}
