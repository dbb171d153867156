import type { Position } from '@eventwright/avro';
import { visible } from './visible.ts';

const linesBefore = 2;
const linesAfter = 1;
/** Of a longer line only the part around the place is shown: a schema may stand on one line. */
const maxWidth = 110;

export interface FrameLine {
  readonly number: number;
  readonly text: string;
  /** What to mark, by offset in `text`; only on the line that it is about. */
  readonly mark: { readonly start: number; readonly length: number } | undefined;
}

/** How many columns the word at a place takes; 1 where there is none. */
export function markLength(text: string, { line, column }: Position): number {
  const whole = linesOf(text)[line - 1] ?? '';
  return wordLength(whole, column - 1, whole.length);
}

let latest: { readonly text: string; readonly lines: readonly string[] } = { text: '', lines: [''] };

/** Findings come sorted by file: the text of thousands of them is split once. */
function linesOf(text: string): readonly string[] {
  if (latest.text !== text) latest = { text, lines: text.split(/\r\n|\n|\r/) };
  return latest.lines;
}

/** The lines around a place, with the word there marked. Empty where the text has no such line. */
export function codeFrame(text: string, { line, column }: Position): readonly FrameLine[] {
  const lines = linesOf(text);
  if (line > lines.length) return [];
  const first = Math.max(1, line - linesBefore);
  const shown = lines.slice(first - 1, line + linesAfter);
  const start = column - 1;
  const from = windowStart(lines[line - 1] ?? '', start);
  return shown.map((whole, index) => ({
    number: first + index,
    text: visible(whole.slice(from, from + maxWidth)),
    mark:
      first + index === line ? { start: start - from, length: wordLength(whole, start, from + maxWidth) } : undefined,
  }));
}

function windowStart(line: string, offset: number): number {
  return line.length <= maxWidth ? 0 : Math.max(0, Math.min(offset - Math.floor(maxWidth / 3), line.length - maxWidth));
}

/** A quoted text or a run of characters without separators; `shop.{region}.orders` has none. */
const word = /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s,{}[\]"'](?:[^\s,{}[\]"']|\{[^\s,{}]*\})*/y;

function wordLength(line: string, offset: number, end: number): number {
  word.lastIndex = offset;
  const length = word.exec(line)?.[0].replace(/:$/, '').length ?? 1;
  return Math.max(1, Math.min(length, end - offset));
}
