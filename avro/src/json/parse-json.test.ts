import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonNode, maxDepth, toJsonValue } from './json-node.ts';
import { parseJson } from './parse-json.ts';

function read(text: string): unknown {
  const { node, problems } = parseJson(text, 'a.json');
  expect(problems).toEqual([]);
  return node === undefined ? undefined : toJsonValue(node);
}

/** `line:column message` of each problem. */
function problemsOf(text: string): readonly string[] {
  return parseJson(text, 'a.json').problems.map(
    ({ position, message }) => `${position?.line}:${position?.column} ${message}`,
  );
}

function placeOf(node: JsonNode | undefined): string {
  return `${node?.position?.file} ${node?.position?.line}:${node?.position?.column} ${node?.location}`;
}

describe('parseJson', () => {
  it('reads what JSON.parse reads, for any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(4), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        // Beyond 2^53 the two differ on purpose, see below.
        fc.pre(!/\d{16}/.test(text));
        expect(read(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('reads any string with its escapes, surrogates and line separators', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(read(JSON.stringify(value))).toBe(value);
      }),
    );
    expect(read('"\\u00e9\\/\\ud83d\\ude00"')).toBe('é/😀');
  });

  it('keeps line, column and JSON pointer of every value', () => {
    const { node } = parseJson('{\n  "a/b": [1,\r\n\t{"~": true}]\r}', 'dir/x.avsc');
    const list = node?.kind === 'object' ? node.members.get('a/b') : undefined;
    const inner = list?.kind === 'array' ? list.items[1] : undefined;
    const leaf = inner?.kind === 'object' ? inner.members.get('~') : undefined;
    expect([node, list, inner, leaf].map(placeOf)).toEqual([
      'dir/x.avsc 1:1 /',
      'dir/x.avsc 2:10 /a~1b',
      'dir/x.avsc 3:2 /a~1b/1',
      'dir/x.avsc 3:8 /a~1b/1/~0',
    ]);
  });

  it('skips a byte order mark without moving the columns', () => {
    expect(placeOf(parseJson('\uFEFF "x"', 'a.json').node)).toBe('a.json 1:2 /');
  });

  it('reads integers beyond 2^53 exactly if they fit a long', () => {
    expect(read('9223372036854775807')).toBe(9223372036854775807n);
    expect(read('-9223372036854775808')).toBe(-9223372036854775808n);
    expect(read('9007199254740991')).toBe(9007199254740991);
    expect(read('1e18')).toBe(10n ** 18n);
    expect(read('9223372036854775808')).toBe(2 ** 63);
    expect(read('1e3')).toBe(1000);
  });

  it('treats __proto__ and constructor as keys like any other', () => {
    const value = read('{"__proto__": {"polluted": 1}, "constructor": 2}');
    expect(Object.entries(value ?? {})).toEqual([
      ['__proto__', { polluted: 1 }],
      ['constructor', 2],
    ]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it('reports each duplicate key with the first and goes on', () => {
    const { node, problems } = parseJson('{"a": 1,\n "b": 2, "a": 3}', 'a.json');
    expect(node === undefined ? undefined : toJsonValue(node)).toEqual({ a: 3, b: 2 });
    expect(problems).toMatchObject([{ code: 'AVRO_JSON_INVALID', location: '/a', position: { line: 2, column: 10 } }]);
    expect(problems[0]?.related).toMatchObject([{ location: '/a', position: { line: 1, column: 2 } }]);
  });

  it('says of a key that is there three times, and of one with escapes, where it was first', () => {
    const { problems } = parseJson('{ "a\\"\\\\":\n1, "b": 2, "a\\"\\\\" : 3, "b": 4, "a\\"\\\\": 5 }', 'a.json');
    const firsts = problems.flatMap(({ related }) =>
      related.map(({ position }) => `${position?.line}:${position?.column}`),
    );
    expect(firsts).toEqual(['1:3', '2:4', '1:3']);
  });

  it.each([
    ['', '1:1 The text ends where a value is expected.'],
    ['{"a": }', '1:7 A value is expected here, not "}".'],
    ['{"a" 1}', '1:6 A colon is expected after the key "a".'],
    ['{a: 1}', '1:2 A key in double quotes is expected here.'],
    ["{'a': 1}", '1:2 A key in double quotes is expected here.'],
    ['[1 2]', '1:4 A comma or "]" is expected here.'],
    ['{"a": 1', '1:8 A comma or "}" is expected here.'],
    ['[1,\n]', '2:1 There is a comma before "]".'],
    ['{"a": 1,}', '1:9 There is a comma before "}".'],
    ['"abc', '1:5 The string is not closed on its line.'],
    ['"a\nb"', '1:3 The string is not closed on its line.'],
    ['"a\\x"', '1:3 This escape is unknown.'],
    ['"a\\u12g4"', '1:3 This escape is unknown.'],
    ['[01]', '1:2 "01" is not a JSON value.'],
    ['[1.]', '1:2 "1." is not a JSON value.'],
    ['[-]', '1:2 "-" is not a JSON value.'],
    ['[NaN]', '1:2 "NaN" is not a JSON value.'],
    ['[1e999]', '1:2 The number 1e999 is too large.'],
    ['[] []', '1:4 There is more text after the end of the JSON value.'],
    ['// no\n1', '1:1 A value is expected here, not "/".'],
  ])('points at the syntax error in %j', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
    expect(parseJson(text, 'a.json').node).toBeUndefined();
  });

  it('refuses what JSON.parse refuses, for JSON with one character changed', () => {
    const mutated = fc.tuple(fc.json(), fc.nat(), fc.constantFrom('"', '{', ']', ',', '\\', '1', '-', '.', 'e', ' '));
    fc.assert(
      fc.property(mutated, ([json, at, character]) => {
        const index = at % json.length;
        const text = json.slice(0, index) + character + json.slice(index + 1);
        const wellFormed = isWellFormed(text);
        expect(parseJson(text, 'a.json').node !== undefined).toBe(wellFormed);
      }),
    );
  });

  it('refuses nesting beyond the limit instead of exhausting the stack', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(problemsOf(nested(maxDepth))).toEqual([]);
    expect(parseJson(nested(1_000_000), 'a.json').problems).toMatchObject([{ code: 'AVRO_TOO_DEEP' }]);
  });
});

/** `JSON.parse` makes a number that is too large infinite; this parser refuses it. */
function isWellFormed(text: string): boolean {
  let finite = true;
  try {
    JSON.parse(text, (_key, value: unknown) => {
      if (typeof value === 'number') finite &&= Number.isFinite(value);
      return value;
    });
    return finite;
  } catch {
    return false;
  }
}
