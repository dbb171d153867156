import type { Position } from '../model.ts';
import { rememberFew } from './remember-few.ts';

/** A text of JSON, and what it is called in positions. */
export interface JsonSource {
  readonly file: string;
  readonly text: string;
}

/** Where the text begins: behind a byte order mark, which moves no column. */
export function startOf({ text }: JsonSource): number {
  return text.charCodeAt(0) === 0xfeff ? 1 : 0;
}

/** The line and column of an offset in a text. */
export function positionIn(source: JsonSource, offset: number): Position {
  const starts = lineStarts(source);
  let line = 0;
  for (let end = starts.length; end - line > 1; ) {
    const middle = (line + end) >>> 1;
    if ((starts[middle] ?? 0) > offset) end = middle;
    else line = middle;
  }
  return { file: source.file, line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
}

/** The offset of a position in the text that it is about. */
export function offsetIn(source: JsonSource, { line, column }: Position): number {
  return (lineStarts(source)[line - 1] ?? 0) + column - 1;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** For a few texts, since positions are asked for file by file, and texts live long. */
const lineStarts: (source: JsonSource) => readonly number[] = rememberFew((source) => {
  const { text } = source;
  const starts = [startOf(source)];
  for (let offset = 0; offset < text.length; offset += 1) {
    const code = text.charCodeAt(offset);
    if (code === lineFeed || (code === carriageReturn && text.charCodeAt(offset + 1) !== lineFeed)) {
      starts.push(offset + 1);
    }
  }
  return starts;
});
