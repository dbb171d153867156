import { parseSchemaText } from '@eventwright/avro';
import { describe, expect, it } from 'vitest';
import type { SchemaFile } from './contract-model.ts';
import { unusableBounds } from './long-bounds.ts';

const at = { file: 'a.avsc', line: 1, column: 1 };

function messagesOf(type: object, onField: object = {}): readonly string[] {
  const text = JSON.stringify({ type: 'record', name: 'Stock', fields: [{ name: 'left', type, ...onField }] });
  const schema = parseSchemaText(text);
  if (schema.kind !== 'record') throw new TypeError('no record');
  const fields = schema.fields.map((field) => ({ ...field, position: at }));
  const file: Pick<SchemaFile, 'types'> = { types: [{ ...schema, fields }] };
  return unusableBounds(file).map(({ message }) => message);
}

const long = (bounds: object): object => ({ type: 'long', ...bounds });

describe('unusableBounds', () => {
  it.each([
    ['no bounds', long({})],
    ['both', long({ minimum: -5, maximum: 5 })],
    ['the largest', long({ minimum: -9007199254740991, maximum: 9007199254740991 })],
    ['another type, which is a number anyway', { type: 'int', minimum: 1 }],
    ['a logical type', long({ logicalType: 'timestamp-millis', minimum: 0 })],
  ])('finds nothing wrong with %s', (_, type) => {
    expect(messagesOf(type)).toEqual([]);
  });

  it.each([
    [long({ minimum: 0 }), 'there is no maximum beside the minimum'],
    [long({ maximum: 10 }), 'there is no minimum beside the maximum'],
    [long({ minimum: '0', maximum: 10 }), 'the minimum "0" is no whole number'],
    [long({ minimum: 0, maximum: 1.5 }), 'the maximum 1.5 is no whole number'],
    [long({ minimum: 0, maximum: 9007199254740992 }), 'the maximum 9007199254740992 is beyond ±(2^53 - 1)'],
    [long({ minimum: 2, maximum: 1 }), 'the minimum is above the maximum'],
    [['null', long({ minimum: 0 })], 'there is no maximum beside the minimum'],
    [{ type: 'array', items: long({ minimum: 0 }) }, 'there is no maximum beside the minimum'],
    [{ type: 'map', values: long({ minimum: 0 }) }, 'there is no maximum beside the minimum'],
  ])('says why %j stays a bigint', (type, why) => {
    expect(messagesOf(type)).toEqual([`The bounds of 'left' do not make it a number: ${why}. It stays a bigint.`]);
  });

  it('finds bounds that stand on the field', () => {
    expect(messagesOf(['null', 'long'], { minimum: 0, maximum: 1 })).toEqual([
      "The bounds of 'left' do not make it a number: they stand on the field, and not in its type. It stays a bigint.",
    ]);
    expect(messagesOf(long({ minimum: 0, maximum: 1 }), { minimum: 0 })).toEqual([]);
  });
});
