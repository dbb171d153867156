import { isDeepStrictEqual } from 'node:util';
import { parseSchemaText } from '@eventwright/avro';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../../core/decimal.ts';
import type { Schema } from '../../core/schema.ts';
import { arbitraryValue } from '../../testing/values/value-arbitrary.ts';
import { schemaCases } from '../codec/arbitrary-schema.ts';
import { binaryCodec } from '../codec/binary-codec.ts';
import { schemaCodec } from '../codec/schema-codec.ts';
import { jsonForm } from './json-form.ts';

const schemaOf = (schema: unknown): Schema<unknown> => ({
  name: 'Any',
  version: 1,
  fingerprint: '',
  avro: JSON.stringify(schema),
});

const formOf = (schema: unknown) => jsonForm(schemaOf(schema));

const money = {
  type: 'record',
  name: 'Money',
  fields: [
    { name: 'amount', type: { type: 'bytes', logicalType: 'decimal', precision: 12, scale: 2 } },
    { name: 'currency', type: 'string' },
  ],
};

const everything = {
  type: 'record',
  name: 'Everything',
  fields: [
    { name: 'count', type: 'long' },
    { name: 'total', type: money },
    { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'day', type: { type: 'int', logicalType: 'date' } },
    { name: 'seal', type: { type: 'fixed', name: 'Seal', size: 2 } },
    { name: 'ratio', type: 'double' },
    { name: 'note', type: ['null', 'string'] },
    { name: 'means', type: ['string', 'long', 'Money', { type: 'array', items: 'int' }] },
  ],
};

const value = {
  count: 9_007_199_254_740_993n,
  total: { amount: Decimal.of('12.50'), currency: 'EUR' },
  at: new Date('2026-11-21T10:00:00.001Z'),
  day: '2026-11-21',
  seal: Uint8Array.of(0, 255),
  ratio: Number.NaN,
  note: null,
  means: 7n,
};

const json = {
  count: '9007199254740993',
  total: { amount: '12.50', currency: 'EUR' },
  at: '2026-11-21T10:00:00.001Z',
  day: '2026-11-21',
  seal: 'AP8=',
  ratio: 'NaN',
  note: null,
  means: { $type: 'long', value: '7' },
};

describe('jsonForm', () => {
  it('writes what people would, without losing digits', () => {
    const form = formOf(everything);
    expect(form.toJson(value)).toStrictEqual(json);
    expect(form.fromJson(JSON.parse(JSON.stringify(json)))).toStrictEqual(value);
  });

  it.each([
    ['text', '7', { $type: 'string', value: '7' }],
    ['a record', value.total, { $type: 'Money', amount: '12.50', currency: 'EUR' }],
    ['a list', [1, 2], { $type: 'array', value: [1, 2] }],
  ])('says which of several types it is: %s', (_, means, expected) => {
    const form = formOf(everything);
    expect(form.toJson({ ...value, means })).toMatchObject({ means: expected });
    expect(form.fromJson({ ...json, means: expected })).toStrictEqual({ ...value, means });
  });

  it('loses nothing on the way to text and back, whatever the schema', () => {
    fc.assert(
      fc.property(schemaCases, ({ schema, value: given }) => {
        // As reading gives it: the branch of a union may be another one than was drawn.
        const text = JSON.stringify(schema);
        const read = schemaCodec(text).readerOf(binaryCodec(parseSchemaText(text)));
        const decoded = read(schemaCodec(text).encode(given, new Uint8Array()));
        const form = formOf(schema);
        const back = form.fromJson(JSON.parse(JSON.stringify(form.toJson(decoded))));
        // Fields may be called `constructor`, by which `toStrictEqual` would judge.
        expect(isDeepStrictEqual(back, decoded)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('follows recursion', () => {
    const node = { type: 'record', name: 'Node', fields: [{ name: 'next', type: ['null', 'Node'] }] };
    const form = formOf(node);
    fc.assert(
      fc.property(arbitraryValue(parseSchemaText(JSON.stringify(node))), (deep) => {
        expect(form.fromJson(form.toJson(deep))).toEqual(deep);
      }),
    );
  });

  it.each([
    [
      'a number where digits are text',
      { ...json, count: 7 },
      'count: expected a bigint of 64 bits, such as 42n, its digits as text, got 7',
    ],
    ['digits that no long has', { ...json, count: '99999999999999999999' }, 'count: expected a bigint'],
    [
      'more digits than the schema keeps',
      { ...json, total: { ...json.total, amount: '1.001' } },
      'total.amount: expected a Decimal',
    ],
    ['a day that is none', { ...json, day: '2026-02-30' }, 'day: expected a date'],
    ['a time without a zone', { ...json, at: '2026-11-21T10:00:00' }, 'at: expected a valid Date'],
    ['what is no base64', { ...json, seal: 'AP8' }, 'seal: expected a Uint8Array of 2 bytes, as base64 text'],
    [
      'a type that is not in the union',
      { ...json, means: { $type: 'bytes', value: '' } },
      'means: expected an object whose "$type" is string or long',
    ],
    ['a value without its type', { ...json, means: '7' }, 'means: expected an object'],
    ['a field that is missing', { ...json, note: undefined }, 'note: is missing'],
    ['what is no object', [], 'expected Everything, got an array of 0'],
  ])('refuses %s, and says where', (_, given, problem) => {
    expect(() => formOf(everything).fromJson(given)).toThrow(
      `[VALUE_INVALID] Everything does not fit its schema: ${problem}`,
    );
  });

  it('never throws anything else, whatever it is given', () => {
    const form = formOf(everything);
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(json)), (any, field) => {
        for (const given of [any, { ...json, [field]: any }]) {
          try {
            form.fromJson(given);
          } catch (error) {
            expect(error).toMatchObject({ code: 'VALUE_INVALID' });
          }
        }
      }),
    );
  });
});
