import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Node } from '../model/document.ts';
import { toJson } from '../model/node.ts';
import { parseSource } from './parse-source.ts';
import { maxTokens } from './read-yaml.ts';

const places = (node: Node | undefined): readonly string[] => {
  if (node === undefined) return [];
  const { line, column } = node.position;
  const own = `${line}:${column}`;
  if (node.kind === 'sequence') return [own, ...node.items.flatMap(places)];
  if (node.kind !== 'map') return [own];
  const entries = [...node.entries].flatMap(([key, { position, value }]) => [
    `${key}@${position.line}:${position.column}`,
    ...places(value),
  ]);
  return [own, ...entries];
};

const problemsOf = (text: string): readonly string[] =>
  parseSource('a.yaml', text).findings.map(({ message, position }) => `${position.line}:${position.column} ${message}`);

describe('parseSource', () => {
  it('keeps line and column of every key and value', () => {
    const { root } = parseSource('a.yaml', 'info:\n  title: Orders\nlist:\n  - 1\n  - { a: true }\nempty:\n');
    expect(places(root)).toEqual([
      '1:1',
      'info@1:1',
      '2:3',
      'title@2:3',
      '2:10',
      'list@3:1',
      '4:3',
      '4:5',
      '5:5',
      'a@5:7',
      '5:10',
      'empty@6:1',
      '6:7',
    ]);
  });

  it('reads every JSON value as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        const { root, findings } = parseSource('a.json', text);
        expect(findings).toEqual([]);
        expect(root && toJson(root)).toEqual(JSON.parse(text, (_key, value) => (Object.is(value, -0) ? 0 : value)));
      }),
      { numRuns: 200 },
    );
  });

  it('gives aliases and merge keys the values of their anchors', () => {
    const { root } = parseSource('a.yaml', 'base: &b { x: 1, y: 2 }\nuse: *b\nmore:\n  <<: *b\n  y: 3\n');
    expect(root && toJson(root)).toEqual({ base: { x: 1, y: 2 }, use: { x: 1, y: 2 }, more: { x: 1, y: 3 } });
  });

  it.each([
    ['a key twice', 'a: 1\na: 2\n', ["2:1 Not valid YAML: the key 'a' is there twice"]],
    ['a bracket left open', 'a: [1,\nb: 2\n', [expect.stringMatching(/^2:\d+ Not valid YAML: /)]],
    ['a number and a text that are one key', '1: a\n"1": b\n', ["2:1 Not valid YAML: the key '1' is there twice"]],
    ['a merge key twice', 'a: &a {}\nb:\n  <<: *a\n  <<: *a', ["4:3 Not valid YAML: the key '<<' is there twice"]],
    ['a second document', 'a: 1\n---\nb: 2\n', [expect.stringMatching(/^2:1 .*a second document begins/)]],
    ['a tag', 'a: 1\nb: !!js/function "x"\n', [expect.stringMatching(/^2:4 .*Unresolved tag: .*js\/function/)]],
    ['a number beyond all bounds', 'a: 1e400', [expect.stringMatching(/^1:4 .*1e400 is no number that JSON can/)]],
    ['a number that is none', 'a: .nan', [expect.stringMatching(/^1:4 .*\.nan is no number that JSON can/)]],
    ['a key that is a list', '? [a]\n: 1\n', ['1:1 Not valid YAML: a key must be a plain value']],
  ])('reports %s with its place', (_what, text, expected) => {
    expect(problemsOf(text)).toEqual(expected);
  });

  it('refuses anchors that multiply instead of filling the memory', () => {
    const rows = Array.from({ length: 12 }, (_, i) => `l${i}: &l${i} [${`*l${i - 1},`.repeat(10)}]`).slice(1);
    expect(problemsOf(['l0: &l0 [1,1,1,1,1,1,1,1,1,1]', ...rows].join('\n'))).toEqual([
      expect.stringContaining('more than 500000 values once aliases are written out'),
    ]);
  });

  it.each([150, 200_000])('refuses %i levels of nesting instead of exhausting the stack', (depth) => {
    for (const text of [
      '['.repeat(depth) + ']'.repeat(depth),
      '{a: '.repeat(depth) + '}'.repeat(depth),
      '- '.repeat(depth),
    ]) {
      expect(problemsOf(text)).toEqual([expect.stringContaining('nested deeper than 100 levels')]);
    }
  });

  it('counts the levels that aliases add', () => {
    const rows = Array.from({ length: 150 }, (_, i) => `l${i + 1}: &l${i + 1} [*l${i}]`);
    expect(problemsOf(['l0: &l0 [1]', ...rows].join('\n'))).toEqual([
      expect.stringContaining('nested deeper than 100 levels'),
    ]);
  });

  it('takes a map of many keys in time that grows with their number only', () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`);
    expect(problemsOf(rows.join('\n'))).toEqual([]);
    expect(problemsOf([...rows, 'k7: 1'].join('\n'))).toEqual(["20001:1 Not valid YAML: the key 'k7' is there twice"]);
  });

  it.each([
    ['items', `[${'1,'.repeat(maxTokens)}]`],
    ['empty lines', `a:\n${' \n'.repeat(maxTokens)}`],
  ])('stops reading where there are too many %s', (_what, text) => {
    expect(problemsOf(text)).toEqual([expect.stringContaining(`more than ${maxTokens} words and marks`)]);
  });

  it('keeps the first of very many errors, and no stack of any', () => {
    expect(problemsOf(`a: 1\n${'@\n'.repeat(maxTokens / 10)}`)).toEqual([expect.stringMatching(/^2:1 /)]);
  });

  it.each(['\n', '\r\n', '\r'])('reads the same of lines that end with %j, at the same places', (end) => {
    const text = ['info:', '  title: Orders', '  text: |', '    one', '    two', 'list: [a,', '  b]', ''].join(end);
    const { root } = parseSource('a.yaml', text);
    expect(root && toJson(root)).toEqual({ info: { title: 'Orders', text: 'one\ntwo\n' }, list: ['a', 'b'] });
    expect(places(root).slice(-3)).toEqual(['6:7', '6:8', '7:3']);
  });

  it.each(['', '# nothing yet\n', '---\n'])('takes a text without a value, %j, for null', (text) => {
    expect(parseSource('a.yaml', text)).toMatchObject({ root: { kind: 'scalar', value: null }, findings: [] });
  });
});
