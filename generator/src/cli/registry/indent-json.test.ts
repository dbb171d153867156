import { describe, expect, it } from 'vitest';
import { indentJson } from './indent-json.ts';

describe('indentJson', () => {
  it('writes what JSON.stringify writes with two blanks', () => {
    const value = { a: [1, { b: 'x, {y}: "z"\\' }, []], c: {}, d: [[]], e: null, f: -1.5, 'g:h': true };
    expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
    expect(indentJson('"string"')).toBe('"string"');
  });

  it('keeps every digit of a number', () => {
    expect(indentJson('{"default":9007199254740993,"scale":1.0e3}')).toBe(
      '{\n  "default": 9007199254740993,\n  "scale": 1.0e3\n}',
    );
  });
});
