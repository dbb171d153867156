import { parseSchemaText } from '@eventwright/avro';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../../core/decimal.ts';
import { binaryCodec } from './binary-codec.ts';
import { schemaCodec } from './schema-codec.ts';

const order = {
  type: 'record',
  name: 'shop.Order',
  fields: [
    { name: 'id', type: 'string' },
    {
      name: 'lines',
      type: {
        type: 'array',
        items: {
          type: 'record',
          name: 'Line',
          fields: [
            { name: 'sku', type: 'string' },
            { name: 'quantity', type: 'int', default: 1 },
          ],
        },
      },
    },
    { name: 'total', type: { type: 'bytes', logicalType: 'decimal', precision: 4, scale: 2 }, default: '\u0000' },
    { name: 'channel', type: { type: 'enum', name: 'Channel', symbols: ['web', 'app'] }, default: 'web' },
    { name: 'labels', type: { type: 'map', values: 'long' }, default: {} },
    { name: 'note', type: ['null', 'string'], default: null },
  ],
};

function written(schema: unknown, value: unknown): unknown {
  const text = JSON.stringify(schema);
  const codec = schemaCodec(text);
  return codec.readerOf(binaryCodec(parseSchemaText(text)))(codec.encode(value, new Uint8Array()));
}

function problem(schema: unknown, value: unknown): string {
  try {
    schemaCodec(JSON.stringify(schema)).encode(value, new Uint8Array());
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'none';
}

describe('defaults', () => {
  it('stand in for fields that are absent or undefined, in nested records too', () => {
    expect(
      written(order, { id: 'o-1', lines: [{ sku: 'a' }, { sku: 'b', quantity: 2 }], note: undefined }),
    ).toStrictEqual({
      id: 'o-1',
      lines: [
        { sku: 'a', quantity: 1 },
        { sku: 'b', quantity: 2 },
      ],
      total: Decimal.of('0.00'),
      channel: 'web',
      labels: {},
      note: null,
    });
  });

  it('may be of any branch of a union, and may leave out what has a default itself', () => {
    const inner = { type: 'record', name: 'R', fields: [{ name: 'a', type: 'long', default: 'LARGE' }] };
    const fields = [
      { name: 'x', type: ['null', 'string'], default: 'hi' },
      { name: 'r', type: ['null', inner], default: {} },
      { name: 'f', type: { type: 'fixed', name: 'F', size: 2 }, default: '\u00ff\u0001' },
      { name: 'd', type: 'double', default: 1 },
      { name: 'l', type: { type: 'array', items: 'boolean' }, default: [true] },
    ];
    const text = JSON.stringify({ type: 'record', name: 'T', fields }).replace('"LARGE"', '9007199254740993');
    const codec = schemaCodec(text);
    const read = codec.readerOf(binaryCodec(parseSchemaText(text)));
    expect(read(codec.encode({}, new Uint8Array()))).toStrictEqual({
      x: 'hi',
      r: { a: 9_007_199_254_740_993n },
      f: Uint8Array.of(255, 1),
      d: 1,
      l: [true],
    });
  });

  it('do not stand in for null', () => {
    expect(problem(order, { id: 'o', lines: [], channel: null })).toContain(
      'channel: expected one of "web", "app", got null',
    );
  });
});

describe('what does not fit', () => {
  it('is named by its path, with the expected type and the value', () => {
    expect(problem(order, { id: 'o', lines: [{ sku: 'a' }, { sku: 'b', quantity: 'two' }] })).toBe(
      '[VALUE_INVALID] shop.Order does not fit its schema: lines[1].quantity: expected an integer from -2147483648 to 2147483647, got "two".',
    );
  });

  it('is listed in full', () => {
    const value = { lines: 'none', total: Decimal.of('1.005'), channel: 'mail', labels: { 'a b': 1 }, nots: 'x' };
    expect(problem(order, value).split('\n')).toEqual([
      '[VALUE_INVALID] shop.Order does not fit its schema, 6 problems:',
      '  id: is missing, expected a string of well-formed Unicode',
      '  lines: expected an array, got "none"',
      '  total: expected a Decimal of at most 4 digits, 2 of them after the point, got Decimal 1.005',
      '  channel: expected one of "web", "app", got "mail"',
      '  labels["a b"]: expected a bigint of 64 bits, such as 42n, got 1',
      '  nots: shop.Order has no such field, did you mean note?',
    ]);
  });

  it('is listed up to ten, then counted', () => {
    const lines = problem({ type: 'array', items: 'int' }, new Array(25).fill('x')).split('\n');
    expect([lines.length, lines.at(-1)]).toEqual([12, '  and 15 more']);
  });

  it.each([
    ['int', 2 ** 31],
    ['int', 1.5],
    ['int', 5n],
    ['long', 5],
    ['long', 2n ** 63n],
    ['float', 1e39],
    ['double', '1'],
    ['boolean', 1],
    ['null', undefined],
    ['string', '\ud800'],
    ['bytes', [1, 2]],
    [{ type: 'fixed', name: 'F', size: 2 }, new Uint8Array(3)],
    [{ type: 'map', values: 'int' }, new Map()],
    [{ type: 'map', values: 'int' }, { '\ud800': 1 }],
    [{ type: 'string', logicalType: 'uuid' }, 'o-1'],
    [{ type: 'int', logicalType: 'date' }, '2026-02-30'],
    [{ type: 'int', logicalType: 'time-millis' }, 86_400_000],
    [{ type: 'long', logicalType: 'time-micros' }, -1n],
    [{ type: 'long', logicalType: 'timestamp-millis' }, new Date(Number.NaN)],
    [{ type: 'long', logicalType: 'timestamp-millis' }, '2026-11-21T00:00:00Z'],
    [{ type: 'bytes', logicalType: 'decimal', precision: 2, scale: 0 }, Decimal.of(100)],
    [{ type: 'bytes', logicalType: 'decimal', precision: 2, scale: 0 }, 1],
    [{ type: 'record', name: 'R', fields: [] }, [1]],
    [{ type: 'record', name: 'R', fields: [{ name: 'constructor', type: ['null', 'string'] }] }, {}],
  ])('is refused for %j: %o', (schema, value) => {
    expect(problem(schema, value)).toContain('[VALUE_INVALID]');
  });

  it('includes values that contain themselves', () => {
    const schema = { type: 'record', name: 'Node', fields: [{ name: 'next', type: ['null', 'Node'] }] };
    const value: { next: unknown } = { next: null };
    value.next = value;
    expect(problem(schema, value)).toBe('[VALUE_INVALID] Node is nested too deeply, or contains itself.');
  });
});

describe('a long that the contract bounds', () => {
  const quantity = { type: 'long', minimum: 0, maximum: 10_000_000_000 };

  it('is a number within the bounds', () => {
    expect(written({ type: 'array', items: quantity }, [0, 10_000_000_000])).toStrictEqual([0, 10_000_000_000]);
  });

  it.each([[-1], [10_000_000_001], [0.5], [Number.NaN], [1n]])('is never %s', (value) => {
    expect(problem(quantity, value)).toContain('expected an integer from 0 to 10000000000');
  });

  it('shares a union with a double', () => {
    const either = { type: 'array', items: [quantity, 'double'] };
    expect(written(either, [7, -7, 0.5, -0])).toStrictEqual([7, -7, 0.5, -0]);
  });
});

describe('unions', () => {
  const card = { type: 'record', name: 'shop.Card', fields: [{ name: 'number', type: 'string' }] };
  const transfer = { type: 'record', name: 'shop.Transfer', fields: [{ name: 'iban', type: 'string' }] };

  it('choose the branch by the JavaScript type', () => {
    const schema = ['null', 'boolean', 'int', 'long', 'string', 'bytes', { type: 'array', items: 'int' }, card];
    for (const value of [null, true, 5, 5n, 'a', Uint8Array.of(1), [1], { number: '1' }]) {
      expect(written(schema, value)).toStrictEqual(value);
    }
  });

  it('choose among numbers the first that loses nothing, among equals the first', () => {
    const branchOf = (schema: unknown, value: unknown) =>
      schemaCodec(JSON.stringify(schema)).encode(value, new Uint8Array())[0];
    expect([5, 0.5, 0.1, 2 ** 40, -0].map((value) => branchOf(['int', 'float', 'double'], value))).toEqual([
      0, 2, 4, 2, 2,
    ]);
    expect(branchOf(['float', 'int'], 0.1)).toBe(0);
    expect(branchOf(['string', { type: 'enum', name: 'E', symbols: ['A'] }], 'A')).toBe(0);
    expect(branchOf([{ type: 'enum', name: 'E', symbols: ['A'] }, 'string'], 'B')).toBe(2);
  });

  it('tell records apart by $type where there are several objects, and say which there are', () => {
    const schema = ['null', card, transfer];
    const value = { $type: 'shop.Transfer', iban: 'x' };
    expect(written(schema, value)).toStrictEqual(value);
    expect(problem(schema, { iban: 'x' })).toBe(
      '[VALUE_INVALID] union does not fit its schema: $type: is missing, expected "shop.Card" or "shop.Transfer".',
    );
    expect(problem(schema, { $type: 'shop.Card', iban: 'x' })).toContain('iban: shop.Card has no such field');
  });

  it('tell a record from a map by $type as well', () => {
    const schema = [{ type: 'map', values: 'string' }, card];
    expect(written(schema, { $type: 'shop.Card', number: '1' })).toStrictEqual({ $type: 'shop.Card', number: '1' });
    expect(written(schema, { number: '1' })).toStrictEqual({ number: '1' });
  });

  it('let a record keep its $type where nobody asks for it, as long as it is right', () => {
    expect(written(card, { $type: 'shop.Card', number: '1' })).toStrictEqual({ number: '1' });
    expect(problem(card, { $type: 'shop.Transfer', number: '1' })).toContain(
      '$type: expected "shop.Card", got "shop.Transfer"',
    );
  });

  it('of no branch accept nothing', () => {
    expect(problem([], null)).toContain('[VALUE_INVALID]');
  });
});
