import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maximumDepth } from '../core/json-depth.ts';
import { parseExactJson, printExactJson, sortKeys } from './exact-json.ts';

describe('parseExactJson and printExactJson', () => {
  it.each(['9007199254740993', '1.0', '1e3', '-0', '123456789012345678901234567890'])(
    'keep the number %s',
    (digits) => {
      expect(printExactJson(parseExactJson(`{"a":[${digits}]}`))).toBe(`{"a":[${digits}]}`);
    },
  );

  it('say for every JSON value what JSON.stringify says', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        expect(printExactJson(parseExactJson(text))).toBe(text);
      }),
    );
  });

  it('keep a key that is special in JavaScript as a plain key', () => {
    const text = '{"__proto__":{"constructor":1},"toString":2}';
    expect(printExactJson(parseExactJson(text))).toBe(text);
    expect(printExactJson(sortKeys(parseExactJson(text)))).toBe(text);
  });

  it('refuse JSON that is nested too deep, before the stack is exhausted', () => {
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    expect(printExactJson(parseExactJson(nested(maximumDepth)))).toBe(nested(maximumDepth));
    expect(() => parseExactJson(nested(maximumDepth + 1))).toThrow(/nested deeper than 200 levels at character 200/);
    expect(() => parseExactJson('['.repeat(1_000_000))).toThrow(SyntaxError);
  });

  it('do not count brackets inside strings as nesting', () => {
    const text = JSON.stringify('[{"\\'.repeat(maximumDepth));
    expect(printExactJson(parseExactJson(text))).toBe(text);
  });
});

describe('sortKeys', () => {
  it('sorts the keys of all objects and leaves arrays in order', () => {
    const value = parseExactJson('{"b":[{"d":1,"c":2}],"a":0}');
    expect(printExactJson(sortKeys(value))).toBe('{"a":0,"b":[{"c":2,"d":1}]}');
  });
});
