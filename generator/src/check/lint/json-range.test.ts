import { array, assert, constantFrom, jsonValue, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemRanges, offsetAt, valueRange } from './json-range.ts';

const blanks = constantFrom('', ' ', '\n  ', '\t', ' \r\n');

describe('valueRange', () => {
  it('is the whole of any JSON value, whatever stands behind it', () => {
    const rest = constantFrom('', ',', ' ]', '}', ', "more": 1 }');
    assert(
      property(jsonValue(), rest, constantFrom(undefined, 2), (value, behind, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        expect(valueRange(`[${text}${behind}`, 1)).toEqual({ start: 1, end: 1 + text.length });
      }),
    );
  });

  it('ends with the text where the value does not', () => {
    expect(valueRange('[1, 2', 0)).toEqual({ start: 0, end: 5 });
  });
});

describe('itemRanges', () => {
  it('are the items as they are written', () => {
    assert(
      property(array(jsonValue(), { maxLength: 5 }), blanks, (values, blank) => {
        const texts = values.map((value) => JSON.stringify(value));
        const text = `[${blank}${texts.join(`${blank},${blank}`)}${blank}]`;
        expect(itemRanges(text, 0).map(({ start, end }) => text.slice(start, end))).toEqual(texts);
      }),
    );
  });
});

describe('offsetAt', () => {
  it('counts lines and columns from 1', () => {
    const text = 'ab\r\ncd\nef';
    expect([
      offsetAt(text, { file: '', line: 1, column: 2 }),
      offsetAt(text, { file: '', line: 2, column: 1 }),
      offsetAt(text, { file: '', line: 3, column: 2 }),
    ]).toEqual([1, 4, 8]);
  });
});
