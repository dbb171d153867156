import { describe, expect, it } from 'vitest';
import { AvroError } from '../avro-error.ts';
import type { JsonValue } from '../model.ts';
import { parseSchema } from './parse-schema.ts';
import { resolveSchemas } from './resolve-schemas.ts';

/** `location message` of each problem with the default of a field; none if it is valid. */
function problemsOf(type: JsonValue, value: JsonValue): readonly string[] {
  const schema = { type: 'record', name: 'R', fields: [{ name: 'f', type, default: value }] };
  try {
    parseSchema(schema);
    return [];
  } catch (error) {
    if (!(error instanceof AvroError)) throw error;
    return error.problems.map(({ location, message }) => `${location} ${message}`);
  }
}

const status: JsonValue = { type: 'enum', name: 'Status', symbols: ['OPEN', 'PAID'] };
const hash: JsonValue = { type: 'fixed', name: 'Hash', size: 2 };
const line: JsonValue = {
  type: 'record',
  name: 'Line',
  fields: [
    { name: 'item', type: 'string' },
    { name: 'count', type: 'int', default: 1 },
    { name: 'more', type: { type: 'array', items: 'Line' }, default: [] },
  ],
};

describe('a default', () => {
  it.each<[string, JsonValue, JsonValue]>([
    ['null', 'null', null],
    ['a boolean', 'boolean', false],
    ['the largest int', 'int', 2 ** 31 - 1],
    ['the smallest long', 'long', -(2n ** 63n)],
    ['a whole number for a double', 'double', 3],
    ['a large number for a float', 'float', 2n ** 60n],
    ['bytes up to 255', 'bytes', '\u0000ÿ'],
    ['text beyond 255 for a string', 'string', '→'],
    ['a symbol', status, 'PAID'],
    ['as many bytes as a fixed has', hash, 'ab'],
    ['a nested array', { type: 'array', items: { type: 'map', values: 'int' } }, [{ a: 1 }, {}]],
    ['the second branch of a union', ['null', 'string'], 'x'],
    ['the first branch of a union', ['null', 'string'], null],
    ['a record without its defaulted fields', line, { item: 'x' }],
    ['a record in a record', line, { item: 'x', more: [{ item: 'y', count: 2 }] }],
  ])('may be %s', (_what, type, value) => {
    expect(problemsOf(type, value)).toEqual([]);
  });

  it.each<[string, JsonValue, JsonValue, readonly string[]]>([
    ['a text for null', 'null', 'null', ['/fields/0/default The default is not null.']],
    ['a number for a boolean', 'boolean', 0, ['/fields/0/default The default is not true or false.']],
    ['an int of 33 bits', 'int', 2 ** 31, ['/fields/0/default The default is not a whole number of 32 bits.']],
    ['a fraction for a long', 'long', 0.5, ['/fields/0/default The default is not a whole number of 64 bits.']],
    ['a long of 65 bits', 'long', 2 ** 63, ['/fields/0/default The default is not a whole number of 64 bits.']],
    ['a text for a double', 'double', '1', ['/fields/0/default The default is not a number.']],
    [
      'a character beyond 255 for bytes',
      'bytes',
      'Ā',
      ['/fields/0/default The default is not a string of characters from \\u0000 to \\u00ff, one a byte.'],
    ],
    ['null for a string', 'string', null, ['/fields/0/default The default is not a string.']],
    ['an unknown symbol', status, 'LOST', ['/fields/0/default The default is not a symbol of Status: OPEN, PAID.']],
    [
      'three bytes for two',
      hash,
      'abc',
      ['/fields/0/default The default is not a string of 2 characters from \\u0000 to \\u00ff for the bytes of Hash.'],
    ],
    ['an object for an array', { type: 'array', items: 'int' }, {}, ['/fields/0/default The default is not an array.']],
    [
      'an array for a map',
      { type: 'map', values: 'int' },
      [],
      ['/fields/0/default The default is not an object, for a map.'],
    ],
    [
      'wrong items',
      { type: 'array', items: 'int' },
      [1, 'x', null],
      [
        '/fields/0/default/1 The default is not a whole number of 32 bits.',
        '/fields/0/default/2 The default is not a whole number of 32 bits.',
      ],
    ],
    ['a value of no branch', ['null', 'int'], 'x', ['/fields/0/default The default is not of any type of the union.']],
    [
      'a wrong value inside the only structured branch',
      ['null', { type: 'map', values: 'int' }],
      { a: 'x' },
      ['/fields/0/default/a The default is not a whole number of 32 bits.'],
    ],
    [
      'a record that lacks a field',
      line,
      {},
      ['/fields/0/default The default lacks "item", a field of Line that has no default of its own.'],
    ],
    ['a text for a record', line, 'x', ['/fields/0/default The default is not an object, for the record Line.']],
    [
      'a record with a wrong and an unknown field',
      line,
      { itm: 'x', item: 1 },
      [
        '/fields/0/default/itm The default has "itm", which is no field of Line, and is ignored.',
        '/fields/0/default/item The default is not a string.',
      ],
    ],
  ])('may not be %s', (_what, type, value, problems) => {
    expect(problemsOf(type, value)).toEqual(problems);
  });

  it('of a record may have unknown fields, which are ignored', () => {
    expect(problemsOf(['null', line], { item: 'x', unknown: 1 })).toEqual([]);
  });

  it('of another branch than the first draws a warning, for the sake of older libraries', () => {
    const text = '{"type": "record", "name": "R", "fields": [{"name": "f", "type": ["null", "int"], "default": 1}]}';
    expect(resolveSchemas([{ file: 'a.avsc', text }]).problems).toMatchObject([
      { code: 'AVRO_DEFAULT_NOT_FIRST', severity: 'warning', location: '/fields/0/default' },
    ]);
  });

  it('is checked once a type and value, however many branches lead there', () => {
    const deep = (value: string): string => `${'{"x": '.repeat(60)}${value}${'}'.repeat(60)}`;
    const types = `["null", "A", {"type": "record", "name": "B", "fields": [{"name": "x", "type": ["null", "A", "B"]}]}]`;
    const textWith = (value: string): string =>
      `{"type": "record", "name": "R", "fields": [{"name": "a", "default": ${deep(value)}, "type":
        {"type": "record", "name": "A", "fields": [{"name": "x", "type": ${types}}]}}]}`;
    const problems = (value: string) => resolveSchemas([{ file: 'a.avsc', text: textWith(value) }]).problems;
    expect(problems('null').map(({ code }) => code)).toEqual(['AVRO_DEFAULT_NOT_FIRST']);
    expect(problems('1').map(({ code }) => code)).toEqual(['AVRO_DEFAULT_INVALID']);
  });
});
