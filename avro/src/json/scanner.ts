import { type SchemaPlace, type SchemaProblem, schemaProblem } from '../schema-problem.ts';
import { type JsonSource, positionIn, startOf } from './json-source.ts';

/** A reading head over a text. */
export interface Scanner {
  readonly source: JsonSource;
  readonly text: string;
  readonly problems: SchemaProblem[];
  /** Where keys that are there twice were first, by the object that they are in. */
  readonly repeated: Map<SchemaPlace, Map<string, number>>;
  offset: number;
  /** How many values are open around the reading head. */
  depth: number;
}

export function scannerOf(source: JsonSource, offset: number = startOf(source)): Scanner {
  return { source, text: source.text, problems: [], repeated: new Map(), offset, depth: 0 };
}

/** Reports a syntax error at the reading head. Returns undefined, so that a parser can return the call. */
export function fail(scanner: Scanner, message: string, help: string): undefined {
  const place = { location: '/', position: positionIn(scanner.source, scanner.offset) };
  scanner.problems.push(schemaProblem('AVRO_JSON_INVALID', place, { message, help }));
  return undefined;
}

// Characters as numbers: a string for each of them would take twice the time.
const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const backslash = 0x5c;
export const quote = 0x22;
export const comma = 0x2c;
export const colon = 0x3a;
export const openBracket = 0x5b;
export const closeBracket = 0x5d;
export const openBrace = 0x7b;
export const closeBrace = 0x7d;

/** The character at the reading head, behind white space; NaN at the end of the text. */
export function nextCharacter(scanner: Scanner): number {
  const { text } = scanner;
  let { offset } = scanner;
  let code = text.charCodeAt(offset);
  while (code === space || code === lineFeed || code === carriageReturn || code === tab) {
    offset += 1;
    code = text.charCodeAt(offset);
  }
  scanner.offset = offset;
  return code;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON strings hold no raw control characters.
const stringToken = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;

/** Takes the string at the reading head; undefined, with the problem reported, if it is malformed. */
export function takeString(scanner: Scanner): string | undefined {
  const { text } = scanner;
  const start = scanner.offset + 1;
  let end = start;
  let code = text.charCodeAt(end);
  while (code >= space && code !== quote && code !== backslash) {
    end += 1;
    code = text.charCodeAt(end);
  }
  if (code !== quote) return takeEscaped(scanner);
  scanner.offset = end + 1;
  return text.slice(start, end);
}

/** Takes a string that holds an escape or is malformed. */
function takeEscaped(scanner: Scanner): string | undefined {
  stringToken.lastIndex = scanner.offset;
  const token = stringToken.exec(scanner.text)?.[0];
  if (token === undefined) return failInString(scanner);
  scanner.offset += token.length;
  const value: unknown = JSON.parse(token);
  return typeof value === 'string' ? value : undefined;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON strings hold no raw control characters.
const wellFormedStart = /"(?:[^"\\\u0000-\u001f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*/y;

function failInString(scanner: Scanner): undefined {
  wellFormedStart.lastIndex = scanner.offset;
  scanner.offset += wellFormedStart.exec(scanner.text)?.[0].length ?? 0;
  if (scanner.text[scanner.offset] === '\\') {
    return fail(
      scanner,
      'This escape is unknown.',
      'JSON knows \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hex digits.',
    );
  }
  return fail(scanner, 'The string is not closed on its line.', 'Close it with ", and write a line break as \\n.');
}

const wordToken = /[\w.+-]*/y;

/** Takes what could be a number, true, false or null. */
export function takeWord(scanner: Scanner): string {
  wordToken.lastIndex = scanner.offset;
  const word = wordToken.exec(scanner.text)?.[0] ?? '';
  scanner.offset += word.length;
  return word;
}

/** Where the key of the value at an offset begins. */
export function keyBefore(text: string, offset: number): number {
  let start = text.lastIndexOf('"', text.lastIndexOf(':', offset));
  do start = text.lastIndexOf('"', start - 1);
  while (isEscaped(text, start));
  return start;
}

function isEscaped(text: string, offset: number): boolean {
  let start = offset;
  while (text.charCodeAt(start - 1) === backslash) start -= 1;
  return (offset - start) % 2 === 1;
}
