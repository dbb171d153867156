import { describe, expect, it } from 'vitest';
import { maxNodes } from '../../src/load/parse-source.ts';
import { maxTokens } from '../../src/load/read-yaml.ts';
import { type BadInput, contract, contractText, expectRefusal, schema, schemaText } from './refusal.ts';

const many = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => make(i)).join('');
/** The contract with an extension that takes whatever is written there, from line 18 on. */
const withMore = (more: string): NonNullable<BadInput['files']> => ({ [contract]: `${contractText}x-more: ${more}\n` });
const yaml = (at: string, ...others: readonly string[]): readonly string[] => [
  `${contract}:${at} error YAML_INVALID`,
  ...others,
];
const schemaProblem = (at: string, rule = 'AVRO_JSON_INVALID'): readonly string[] => [`${schema}:${at} error ${rule}`];

/** Ten times the one before, in each line. */
const laughs = `\n  - &l0 [1]\n${many(12, (i) => `  - &l${i + 1} [${`*l${i},`.repeat(10)}]\n`)}`;
const quadratic = `\n  - &a [${'1,'.repeat(1_000)}]\n  - [${'*a,'.repeat(1_000)}]`;

const rows: readonly BadInput[] = [
  {
    name: 'anchors that multiply',
    files: withMore(laughs),
    exitCode: 3,
    findings: yaml('25:14'),
    says: `more than ${maxNodes} values once aliases are written out`,
  },
  {
    name: 'an anchor of much that is used often',
    files: withMore(quadratic),
    exitCode: 3,
    findings: yaml('20:1500'),
    says: `more than ${maxNodes} values`,
  },
  {
    name: 'an alias of what it is in',
    files: withMore('&a [*a]'),
    exitCode: 3,
    findings: yaml('18:13'),
    says: 'has no anchor before it',
  },
  ...[
    ['brackets', '['],
    ['maps', '{a: '],
    ['dashes', '\n  - - - - - - - -'],
    ['explicit keys', '\n ? ? ? ? ? ? ?'],
  ].map(
    ([name, text = '']): BadInput => ({
      name: `100,000 ${name}`,
      files: withMore(text.startsWith('\n') ? text + text.slice(-2).repeat(100_000) : text.repeat(100_000)),
      exitCode: 3,
      findings: [expect.stringMatching(/^asyncapi\/orders\.yaml:\d+:\d+ error YAML_INVALID$/)],
      says: 'nested deeper than 100 levels',
    }),
  ),
  {
    name: '1,000 levels of indentation',
    files: withMore(`\n${many(1_000, (i) => `${' '.repeat(i + 1)}a:\n`)}`),
    exitCode: 3,
    findings: yaml('267:251'),
    says: 'nested deeper than 100 levels',
  },
  {
    name: 'more words than anybody writes',
    files: withMore(`[${'1,'.repeat(maxTokens)}]`),
    exitCode: 3,
    findings: [expect.stringContaining('error YAML_INVALID')],
    says: `more than ${maxTokens} words and marks`,
  },
  {
    name: 'a key twice',
    files: { [contract]: contractText.replace('  title: Orders\n', '  title: Orders\n  title: Other\n') },
    exitCode: 3,
    findings: yaml('4:3'),
    says: "the key 'title' is there twice",
  },
  ...['!!js/function "x"', '!!js/regexp /a/', '!!binary aGk=', '!!set { a }', '!own x'].map(
    (text): BadInput => ({
      name: `the tag ${text}`,
      files: withMore(text),
      exitCode: 3,
      findings: [expect.stringMatching(/^asyncapi\/orders\.yaml:18:\d+ error YAML_INVALID$/)],
      says: /Unresolved tag|makes no JSON value/,
    }),
  ),
  ...['1e400', '-1e400', '.inf', '.nan'].map(
    (text): BadInput => ({
      name: `the number ${text}`,
      files: withMore(text),
      exitCode: 3,
      findings: yaml('18:9'),
      says: `${text} is no number that JSON can write`,
    }),
  ),
  {
    name: 'two documents in a file',
    files: { [contract]: `${contractText}---\n${contractText}` },
    exitCode: 3,
    findings: yaml('18:1'),
    says: 'a second document begins',
  },
  {
    name: 'JSON that ends in the middle',
    files: { [contract]: undefined, 'asyncapi/orders.json': '{ "asyncapi": "3.1.0", ' },
    exitCode: 3,
    findings: ['asyncapi/orders.json:1:24 error YAML_INVALID'],
    says: 'Not valid JSON',
  },
  {
    name: 'a schema of 100,000 brackets',
    files: { [schema]: '['.repeat(100_000) },
    exitCode: 3,
    findings: schemaProblem('1:802', 'AVRO_TOO_DEEP'),
    says: 'nested more than 800 levels deep',
  },
  {
    name: 'a schema with a number beyond all bounds',
    files: { [schema]: schemaText.replace('"orderId"', '"orderId", "default": 1e400') },
    exitCode: 3,
    findings: schemaProblem('5:46'),
    says: 'The number 1e400 is too large',
  },
  {
    name: 'a schema with a key twice',
    files: { [schema]: schemaText.replace('"type": "record",', '"type": "record", "type": "record",') },
    exitCode: 3,
    findings: schemaProblem('2:21'),
    says: 'is there twice',
  },
  ...[
    ['itself', "{ $ref: '#/channels/orders' }"],
    ['the one above it', "{ $ref: '#/channels' }"],
  ].map(
    ([name, reference = '']): BadInput => ({
      name: `a channel that refers to ${name}`,
      files: { [contract]: contractText.replace(/ {2}orders:\n( {4}.*\n)+/, `  orders: ${reference}\n`) },
      exitCode: 3,
      findings: [expect.stringMatching(/error/)],
      says: /leads back to itself|must|no address/,
    }),
  ),
  {
    name: 'two files that refer to each other',
    files: {
      [contract]: contractText.replace(/ {2}orders:\n( {4}.*\n)+/, '  orders: { $ref: ./a.yaml }\n'),
      'asyncapi/a.yaml': '$ref: ./b.yaml\n',
      'asyncapi/b.yaml': '$ref: ./a.yaml\n',
    },
    exitCode: 3,
    findings: [expect.stringMatching(/:1:7 error REFERENCE_UNKNOWN$/)],
    says: 'leads back to itself',
  },
  {
    name: 'traits that refer to themselves',
    files: {
      [contract]: contractText.replace(
        '        payload:\n',
        "        traits: [{ $ref: '#/channels/orders/messages/OrderPlaced/traits/0' }]\n        payload:\n",
      ),
    },
    exitCode: 3,
    findings: [`${contract}:11:26 error REFERENCE_UNKNOWN`],
    says: 'leads back to itself',
  },
  {
    name: 'a chain of 150 references',
    files: withMore(`\n${many(150, (i) => `  r${i}: { $ref: '#/x-more/r${i + 1}' }\n`)}  r150: 1`),
    exitCode: 3,
    findings: [expect.stringMatching(/error REFERENCE_UNKNOWN$/)],
    says: 'passes more than 100 references',
  },
];

describe('a text that asks for too much, or says nothing', () => {
  it.each(rows)('is refused: $name', expectRefusal);
});
