import { type JsonValue, parseSchema, type SchemaInput, schemaText } from '@eventwright/avro';
import avsc from 'avsc';
import { describe, expect, it } from 'vitest';
import { encodeAnnotated } from './encode-annotated.ts';

const bytesOf = (schema: SchemaInput, value: JsonValue): Uint8Array =>
  Uint8Array.from(encodeAnnotated(parseSchema(schema), value).flatMap(({ bytes }) => [...bytes]));

/** What another implementation writes. */
const theirs = (of: SchemaInput, value: JsonValue): Uint8Array => {
  const type = avsc.Type.forSchema(JSON.parse(schemaText(of)));
  return Uint8Array.from(type.toBuffer(type.fromString(JSON.stringify(value))));
};

const card = { type: 'record', name: 'shop.Card', fields: [{ name: 'token', type: 'string' }] };

const schema = {
  type: 'record',
  name: 'shop.Order',
  fields: [
    { name: 'id', type: 'string' },
    { name: 'count', type: 'int' },
    { name: 'total', type: 'long' },
    { name: 'ratio', type: 'double' },
    { name: 'share', type: 'float' },
    { name: 'paid', type: 'boolean' },
    { name: 'raw', type: 'bytes' },
    { name: 'hash', type: { type: 'fixed', name: 'shop.Hash', size: 2 } },
    { name: 'status', type: { type: 'enum', name: 'shop.Status', symbols: ['NEW', 'DONE'] } },
    { name: 'lines', type: { type: 'array', items: 'int' } },
    { name: 'tags', type: { type: 'map', values: 'string' } },
    { name: 'by', type: ['null', card], default: null },
  ],
};

const value = {
  id: 'ä-1',
  count: -7,
  total: 4_503_599_627_370_496,
  ratio: 0.1,
  share: 0.5,
  paid: true,
  raw: '\u0004\u00e2',
  hash: '\u0001\u00ff',
  status: 'DONE',
  lines: [1, 2, 300],
  tags: { a: 'b' },
  by: { 'shop.Card': { token: 'x' } },
};

describe('encodeAnnotated', () => {
  it('writes every kind of type as another implementation does', () => {
    expect(bytesOf(schema, value)).toEqual(theirs(schema, value));
  });

  it('says of each piece where it is and what it means', () => {
    const pieces = encodeAnnotated(parseSchema(schema), value).map(({ path, meaning }) => `${path}: ${meaning}`);
    expect(pieces).toContain('status: symbol 1 of Status: DONE');
    expect(pieces).toContain('by: branch 1: Card');
    expect(pieces).toContain('by.token: "x"');
    expect(pieces).toContain('lines[2]: int 300');
  });

  it('takes the default of a field that is left out', () => {
    const { by: _, ...without } = value;
    expect(bytesOf(schema, without)).toEqual(theirs(schema, { ...value, by: null }));
  });

  it.each([
    [{ type: 'array', items: 'int' }, [1, 'a'], '[1] has to be a whole number.'],
    [['null', 'string'], 'a', 'The value has to be an object.'],
    [{ type: 'enum', name: 'E', symbols: ['A'] }, 'B', 'The value has to be a symbol of E.'],
    [
      { type: 'record', name: 'R', fields: [{ name: 'a', type: 'int' }] },
      {},
      'a has to be a value, since it has no default.',
    ],
  ])('says where a value of %j does not fit', (of, wrong, message) => {
    expect(() => bytesOf(of, wrong)).toThrow(message);
  });
});
