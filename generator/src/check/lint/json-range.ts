import type { Position } from '@eventwright/avro';

/** A part of a text by offsets in UTF-16 code units; `end` is the first behind it. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The offset of a place in the text of its file. */
export function offsetAt(text: string, { line, column }: Position): number {
  let start = 0;
  for (let number = 1; number < line; number += 1) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
}

/** The range of the JSON value that begins at an offset of a text that is JSON. */
export function valueRange(text: string, start: number): Range {
  const scalar = /"(?:[^"\\]|\\.)*"|[^\s,\]}:[{"]+/y;
  let depth = 0;
  let end = start;
  do {
    scalar.lastIndex = end;
    const found = scalar.exec(text)?.[0];
    const sign = text[end];
    if (found === undefined && (sign === '[' || sign === '{')) depth += 1;
    if (found === undefined && (sign === ']' || sign === '}')) depth -= 1;
    end += found?.length ?? 1;
  } while (depth > 0 && end < text.length);
  return { start, end };
}

/** The ranges of the items of the JSON array that begins at an offset. */
export function itemRanges(text: string, start: number): readonly Range[] {
  const { end } = valueRange(text, start);
  const items: Range[] = [];
  const blank = /[\s,]*/y;
  for (let next = start + 1; next < end - 1; ) {
    blank.lastIndex = next;
    const first = next + (blank.exec(text)?.[0].length ?? 0);
    if (first >= end - 1) break;
    const item = valueRange(text, first);
    items.push(item);
    next = item.end;
  }
  return items;
}
