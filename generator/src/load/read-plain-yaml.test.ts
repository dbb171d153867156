import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Node } from '../model/document.ts';
import { toJson } from '../model/node.ts';
import { parseYaml } from './parse-source.ts';
import { readPlainYaml } from './read-plain-yaml.ts';

const message = `name: OrderPlaced
# What happened.
payload:
  schemaFormat: application/vnd.apache.avro;version=1.9.0
  schema:
    $ref: ../schemas/order-placed.v1.avsc   \n
tags:
- name: it's, (for) [all] of us – überall
  of: "#/tags"
- 'of: one'
x-empty:
x-list:
    -   a: 12
        b: true
    - []
    - {}
    - null
x-lists: [delete, 5s,  10 ]
description: >-
  Said once
  for each.
text: |
  # two
  lines

version: 3.1.0
host: 127.0.0.1:19092`;

/** What a line may begin with, hold and end with; most of what comes of it is not plain, and much of it no YAML. */
const words = [
  'a',
  'b',
  '$ref',
  'x-y',
  'null',
  'True',
  'on',
  '.5',
  '1.',
  '07',
  '0x1f',
  '1e3',
  '-1',
  '3.1.0',
  '9007199254740993',
];
const marks = [
  '"q: #"',
  "'s'",
  "'it''s'",
  '"\\n"',
  '"\\x41\\\\x41\\u00e4" # c',
  '"\\e"',
  '[]',
  '{}',
  '[a]',
  '[a, 1]',
  '[ b,c ]',
  '[a, ]',
  '[1.5]',
  '[a: b]',
  '|',
  '|-',
  '>',
  '>-',
  '&b',
  '*b',
  '!t',
  '?',
  '-',
  '@',
  '%',
  '~',
  '.nan',
  './x',
  'ü',
  '<<',
];
const part = fc.constantFrom(...words, ...marks);
const value = fc.oneof(
  { weight: 4, arbitrary: part },
  {
    weight: 1,
    arbitrary: fc.tuple(part, fc.constantFrom(' ', ': ', ':', ' #', ', ', ''), part).map((parts) => parts.join('')),
  },
);
const entry = fc
  .tuple(
    fc.oneof({ weight: 9, arbitrary: fc.constantFrom('a', 'b', 'c', 'd', '$ref') }, part),
    fc.constantFrom(':', ': ', ':  ', ':'),
    value,
  )
  .map(([key, colon, text]) => `${key}${colon}${colon === ':' ? '' : text}`);
const line = fc
  .tuple(
    fc.constantFrom(0, 0, 2, 2, 2, 4, 4, 6, 1, 3),
    fc.constantFrom('', '', '', '- ', '- ', '-   ', '- - '),
    fc.oneof(
      { weight: 5, arbitrary: entry },
      { weight: 3, arbitrary: value },
      fc.constantFrom('', '# c', '---', '...'),
    ),
    fc.constantFrom('', '', '', '', ' ', ' # c'),
  )
  .map(([indent, dash, text, end]) => `${' '.repeat(indent)}${dash}${text}${end}`);

const valueOfA = (root: Node | undefined): unknown => root && Object.values(Object(toJson(root)))[0];

describe('readPlainYaml', () => {
  it('reads block maps, lists and values on one line', () => {
    const root = readPlainYaml('a.yaml', message);
    expect(root && toJson(root)).toEqual({
      name: 'OrderPlaced',
      payload: {
        schemaFormat: 'application/vnd.apache.avro;version=1.9.0',
        schema: { $ref: '../schemas/order-placed.v1.avsc' },
      },
      tags: [{ name: "it's, (for) [all] of us – überall", of: '#/tags' }, 'of: one'],
      'x-empty': null,
      'x-list': [{ a: 12, b: true }, [], {}, null],
      'x-lists': ['delete', '5s', 10],
      description: 'Said once for each.',
      text: '# two\nlines\n',
      version: '3.1.0',
      host: '127.0.0.1:19092',
    });
    expect({ root, findings: [] }).toEqual(parseYaml('a.yaml', message));
  });

  it('says what the YAML library says, or nothing, of any text', () => {
    let plain = 0;
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines) => {
        const text = lines.join('\n');
        const root = readPlainYaml('a.yaml', text);
        if (root === undefined) return;
        plain += 1;
        expect({ root, findings: [] }).toEqual(parseYaml('a.yaml', text));
      }),
      { numRuns: 5_000 },
    );
    expect(plain).toBeGreaterThan(100);
  });

  it('says what the library says of the contracts of the shop, and of most of them something', async () => {
    const folder = join(import.meta.dirname, '../../../asyncapi');
    const files = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.yaml'));
    const texts = files.map((path) => readFileSync(join(folder, path), 'utf8'));
    const plain = texts.filter((text) => readPlainYaml('a.yaml', text) !== undefined);
    for (const text of plain) {
      expect({ root: readPlainYaml('a.yaml', text), findings: [] }).toEqual(parseYaml('a.yaml', text));
    }
    expect(plain.length).toBeGreaterThan(texts.length / 2);
  });

  // One that looks again from every place of a text would not be done before the time of a test is up.
  it.each([
    ['blanks', (long: number) => `a: b${' '.repeat(long)}c`],
    ['backslashes', (long: number) => `a: "${'\\\\'.repeat(long / 2)}`],
    ['colons', (long: number) => `a: b${': c'.repeat(long / 3)}`],
    ['commas', (long: number) => `a: [${'b, '.repeat(long / 3)}`],
  ])('comes to an end with very many %s', (_name, textOf) => {
    const text = textOf(99_000);
    expect([undefined, text.slice('a: '.length)]).toContain(valueOfA(readPlainYaml('a.yaml', text)));
  });

  it.each([
    ['a long text', `a: ${'b'.repeat(100_000)}`],
    ['deep nesting', Array.from({ length: 40 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['a key that is there twice', 'a: 1\na: 2'],
    ['a value that goes on', 'a: b\n  c'],
    ['a tab', 'a:\tb'],
    ['an alias', 'a: &b 1\nc: *b'],
    ['a merge key', '<<: 1'],
    ['a number that needs care', 'a: 1.0'],
  ])('leaves %s to the library', (_name, text) => {
    expect(readPlainYaml('a.yaml', text)).toBeUndefined();
  });
});
