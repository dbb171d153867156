import { describe, expect, it } from 'vitest';
import { codeFrame } from './code-frame.ts';

const at = (line: number, column: number) => ({ file: 'a.yaml', line, column });

/** The text that a frame marks. */
const marked = (text: string, line: number, column: number): string | undefined => {
  const marks = codeFrame(text, at(line, column)).filter(({ mark }) => mark !== undefined);
  const [only] = marks;
  return only?.mark && only.text.slice(only.mark.start, only.mark.start + only.mark.length);
};

describe('codeFrame', () => {
  it('shows two lines before the place and one after it', () => {
    const frame = codeFrame('1\n2\n3\n4\n5\n', at(3, 1));
    expect(frame.map(({ number, text }) => [number, text])).toEqual([
      [1, '1'],
      [2, '2'],
      [3, '3'],
      [4, '4'],
    ]);
  });

  it.each([
    ['{ "type": "shop.Money" }', 11, '"shop.Money"'],
    ["ref: '#/channels/orders'", 6, "'#/channels/orders'"],
    ['name: OrderPlaced # comment', 7, 'OrderPlaced'],
    ['name: OrderPlaced', 1, 'name'],
    ['address: shop.{region}.orders', 10, 'shop.{region}.orders'],
    ['{ a: { b: c } }', 3, 'a'],
    ['[1,2]', 2, '1'],
    ['', 1, ''],
  ])('in %j marks the word at column %i', (text, column, word) => {
    expect(marked(text, 1, column)).toBe(word);
  });

  it('shows of a long line the part around the place', () => {
    const text = `${'{"a":1},'.repeat(2_000)}"here"${',"b"'.repeat(2_000)}`;
    const [line] = codeFrame(text, at(1, 16_001));
    expect(line?.text.length).toBe(110);
    expect(marked(text, 1, 16_001)).toBe('"here"');
  });

  it('lets no control character through to the terminal', () => {
    expect(codeFrame('a\t\u001b[31mred\u009b\u202e', at(1, 1))[0]?.text).toBe('a \u00b7[31mred\u00b7\u00b7');
  });

  it('is empty where the text has no such line', () => {
    expect(codeFrame('one line', at(7, 1))).toEqual([]);
  });
});
