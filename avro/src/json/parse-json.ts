import { type SchemaPlace, type SchemaProblem, schemaProblem } from '../schema-problem.ts';
import { childLocation, exactNumber, type JsonNode, maxDepth, tooDeep } from './json-node.ts';
import { type JsonSource, positionIn } from './json-source.ts';
import {
  closeBrace,
  closeBracket,
  colon,
  comma,
  fail,
  keyBefore,
  nextCharacter,
  openBrace,
  openBracket,
  quote,
  type Scanner,
  scannerOf,
  takeString,
  takeWord,
} from './scanner.ts';
import { TextArray, TextObject, TextScalar, type TextValue } from './text-node.ts';

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
  const scanner = scannerOf({ text, file });
  const node = parseValue(scanner, undefined, '');
  if (node === undefined) return { node, problems: scanner.problems };
  if (!Number.isNaN(nextCharacter(scanner))) {
    fail(scanner, 'There is more text after the end of the JSON value.', 'Keep one JSON value in the file.');
    return { node: undefined, problems: scanner.problems };
  }
  return { node, problems: scanner.problems };
}

/** Reads once more one value of a text that was read before. */
export function parseValueAt(source: JsonSource, offset: number): TextValue | undefined {
  return parseValue(scannerOf(source, offset), undefined, '');
}

function parseValue(
  scanner: Scanner,
  parent: TextArray | TextObject | undefined,
  key: string | number,
): TextValue | undefined {
  switch (nextCharacter(scanner)) {
    case openBrace:
      return parseObject(scanner, new TextObject(scanner, parent, key));
    case openBracket:
      return parseArray(scanner, new TextArray(scanner, parent, key));
    default:
      return parseScalar(scanner, new TextScalar(scanner, parent, key));
  }
}

function parseScalar(scanner: Scanner, node: TextScalar): TextValue | undefined {
  if (isTooDeep(scanner, node)) return undefined;
  const value = scanner.text.charCodeAt(scanner.offset) === quote ? takeString(scanner) : parseWord(scanner);
  if (value === undefined) return undefined;
  node.value = value;
  return node;
}

function isTooDeep({ depth, problems }: Scanner, place: SchemaPlace): boolean {
  if (depth <= maxDepth) return false;
  problems.push(tooDeep(place));
  return true;
}

function parseArray(scanner: Scanner, node: TextArray): TextValue | undefined {
  if (isTooDeep(scanner, node)) return undefined;
  const { items } = node;
  scanner.offset += 1;
  if (takeIf(scanner, closeBracket)) return node;
  scanner.depth += 1;
  for (;;) {
    const item = parseValue(scanner, node, items.length);
    if (item === undefined) return undefined;
    items.push(item);
    const separator = takeSeparator(scanner, closeBracket);
    if (separator === undefined) return undefined;
    if (separator === 'comma') continue;
    scanner.depth -= 1;
    return node;
  }
}

function parseObject(scanner: Scanner, node: TextObject): TextValue | undefined {
  if (isTooDeep(scanner, node)) return undefined;
  const { members } = node;
  scanner.offset += 1;
  if (takeIf(scanner, closeBrace)) return node;
  scanner.depth += 1;
  for (;;) {
    const key = parseKey(scanner, node);
    if (key === undefined) return undefined;
    const value = parseValue(scanner, node, key);
    if (value === undefined) return undefined;
    members.set(key, value);
    const separator = takeSeparator(scanner, closeBrace);
    if (separator === undefined) return undefined;
    if (separator === 'comma') continue;
    scanner.depth -= 1;
    return node;
  }
}

function parseKey(scanner: Scanner, node: TextObject): string | undefined {
  if (nextCharacter(scanner) !== quote) {
    return fail(scanner, 'A key in double quotes is expected here.', 'Write each key of an object as "key": value.');
  }
  const { offset } = scanner;
  const key = takeString(scanner);
  if (key === undefined) return undefined;
  const earlier = node.members.get(key);
  if (earlier !== undefined) reportDuplicate(scanner, node, { key, offset, earlier });
  if (takeIf(scanner, colon)) return key;
  return fail(scanner, `A colon is expected after the key "${key}".`, 'Write each key of an object as "key": value.');
}

interface DuplicateKey {
  readonly key: string;
  readonly offset: number;
  /** The value that it had so far. */
  readonly earlier: TextValue;
}

function reportDuplicate(scanner: Scanner, node: TextObject, { key, offset, earlier }: DuplicateKey): void {
  const { source, text, problems, repeated } = scanner;
  const firsts = repeated.get(node) ?? new Map<string, number>();
  repeated.set(node, firsts);
  const first = firsts.get(key) ?? keyBefore(text, earlier.offset);
  firsts.set(key, first);
  const place = { location: childLocation(node.location, key), position: positionIn(source, offset) };
  problems.push(
    schemaProblem('AVRO_JSON_INVALID', place, {
      message: `The key "${key}" is there twice in one object.`,
      help: 'Remove one of the two.',
      related: [{ message: 'first here', location: place.location, position: positionIn(source, first) }],
    }),
  );
}

function takeIf(scanner: Scanner, character: number): boolean {
  if (nextCharacter(scanner) !== character) return false;
  scanner.offset += 1;
  return true;
}

/** What comes after an entry; undefined for what must not, which is reported. */
function takeSeparator(scanner: Scanner, close: number): 'comma' | 'close' | undefined {
  const character = nextCharacter(scanner);
  const closing = close === closeBrace ? '}' : ']';
  if (character !== comma && character !== close) {
    return fail(
      scanner,
      `A comma or "${closing}" is expected here.`,
      'Separate entries with a comma, and close what is open.',
    );
  }
  scanner.offset += 1;
  if (character === close) return 'close';
  if (nextCharacter(scanner) !== close) return 'comma';
  return fail(
    scanner,
    `There is a comma before "${closing}".`,
    'JSON allows no comma after the last entry: remove it.',
  );
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
