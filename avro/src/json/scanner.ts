import type { Position } from '../model.ts';
import { type SchemaProblem, schemaProblem } from '../schema-problem.ts';

/** A reading head over a text. */
export interface Scanner {
  readonly text: string;
  readonly file: string;
  readonly problems: SchemaProblem[];
  offset: number;
  line: number;
  /** Offset at which the current line starts. */
  lineStart: number;
}

export function scannerOf(text: string, file: string): Scanner {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  return { text, file, problems: [], offset: start, line: 1, lineStart: start };
}

export function here(scanner: Scanner): Position {
  return { file: scanner.file, line: scanner.line, column: scanner.offset - scanner.lineStart + 1 };
}

/** Reports a syntax error at the reading head. Returns undefined, so that a parser can return the call. */
export function fail(scanner: Scanner, message: string, help: string): undefined {
  const place = { location: '/', position: here(scanner) };
  scanner.problems.push(schemaProblem('AVRO_JSON_INVALID', place, { message, help }));
  return undefined;
}

/** The only place where lines are counted: a JSON token never holds a line break. */
export function skipWhitespace(scanner: Scanner): void {
  const { text } = scanner;
  for (;;) {
    const character = text[scanner.offset];
    if (character === '\n' || (character === '\r' && text[scanner.offset + 1] !== '\n')) {
      scanner.line += 1;
      scanner.lineStart = scanner.offset + 1;
    } else if (character !== ' ' && character !== '\t' && character !== '\r') {
      return;
    }
    scanner.offset += 1;
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON strings hold no raw control characters.
const stringToken = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;

/** Takes the string at the reading head; undefined, with the problem reported, if it is malformed. */
export function takeString(scanner: Scanner): string | undefined {
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
