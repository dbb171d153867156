import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Node } from '../model/document.ts';
import { toJson } from '../model/node.ts';
import { parseSource } from './parse-source.ts';

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
    ['a key twice', 'a: 1\na: 2\n', ['2:1 Not valid YAML: Map keys must be unique']],
    ['a bracket left open', 'a: [1,\nb: 2\n', [expect.stringMatching(/^2:\d+ Not valid YAML: /)]],
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
    expect(problemsOf('['.repeat(depth) + ']'.repeat(depth))).toEqual([
      expect.stringContaining('nested deeper than 100 levels'),
    ]);
  });
});
