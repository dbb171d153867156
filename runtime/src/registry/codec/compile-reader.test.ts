import { parseSchemaText } from '@eventwright/avro';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../../core/decimal.ts';
import { binaryCodec } from './binary-codec.ts';
import { schemaCodec } from './schema-codec.ts';

/** Writes the value with one schema, reads it with the other. */
function evolve(writer: unknown, reader: unknown, value: unknown): unknown {
  const written = JSON.stringify(writer);
  const bytes = schemaCodec(written).encode(value, new Uint8Array());
  return schemaCodec(JSON.stringify(reader)).readerOf(binaryCodec(parseSchemaText(written)))(bytes);
}

function record(fields: Readonly<Record<string, unknown>>, more: object = {}): unknown {
  const list = Object.entries(fields).map(([name, type]) => ({ name, type }));
  return { type: 'record', name: 'Order', namespace: 'shop', fields: list, ...more };
}

describe('records', () => {
  const v1 = record({ id: 'string', quantity: 'int', gone: { type: 'array', items: 'string' } });

  it("keep fields by name in the reader's order, skip what the reader lacks, fill in what was not written", () => {
    const fields = [
      { name: 'note', type: ['null', 'string'], default: null },
      { name: 'quantity', type: 'long' },
      {
        name: 'price',
        type: { type: 'bytes', logicalType: 'decimal', precision: 4, scale: 2 },
        default: '\u0004\u00e2',
      },
      { name: 'tags', type: { type: 'map', values: 'int' }, default: { a: 1 } },
      { name: 'id', type: 'string' },
    ];
    const value = { id: 'o-1', quantity: 3, gone: ['x'] };
    expect(evolve(v1, record({}, { fields }), value)).toStrictEqual({
      note: null,
      quantity: 3n,
      price: Decimal.of('12.50'),
      tags: { a: 1 },
      id: 'o-1',
    });
  });

  it('find renamed fields and records by their aliases', () => {
    const fields = [{ name: 'orderId', aliases: ['id'], type: 'string' }];
    const renamed = { type: 'record', name: 'shop.PlacedOrder', aliases: ['shop.Order'], fields };
    expect(evolve(v1, renamed, { id: 'o-1', quantity: 3, gone: [] })).toStrictEqual({ orderId: 'o-1' });
  });

  it('prefer a field of the same name to an alias', () => {
    const fields = [{ name: 'id', aliases: ['quantity'], type: 'string' }];
    expect(evolve(v1, record({}, { fields }), { id: 'o-1', quantity: 3, gone: [] })).toStrictEqual({ id: 'o-1' });
  });

  it('match without their namespace, not under another name', () => {
    expect(evolve(v1, record({ id: 'string' }, { namespace: 'other' }), { id: 'a', quantity: 1, gone: [] })).toEqual({
      id: 'a',
    });
    expect(() => evolve(v1, record({ id: 'string' }, { name: 'Parcel' }), { id: 'a', quantity: 1, gone: [] })).toThrow(
      '[VALUE_UNREADABLE] shop.Parcel cannot be read: shop.Order was written where shop.Parcel is expected.',
    );
  });

  it('say which field is missing', () => {
    const reader = record({ line: record({ sku: 'string' }, { name: 'Line' }) });
    const writer = record({ line: record({}, { name: 'Line' }) });
    expect(() => evolve(writer, reader, { line: {} })).toThrow(
      '[VALUE_UNREADABLE] shop.Order at line.sku cannot be read: shop.Line was written without it, and it has no default.',
    );
  });

  it('give each value a default of its own', () => {
    const writer = JSON.stringify(record({}));
    const reader = schemaCodec(
      JSON.stringify(
        record({}, { fields: [{ name: 'tags', type: { type: 'array', items: 'string' }, default: ['a'] }] }),
      ),
    );
    const read = reader.readerOf(binaryCodec(parseSchemaText(writer)));
    const [first, second] = [read(new Uint8Array()), read(new Uint8Array())];
    expect(first).toStrictEqual({ tags: ['a'] });
    expect(Object(first).tags).not.toBe(Object(second).tags);
  });

  it('fill in fields whose names JavaScript knows', () => {
    const fields = ['constructor', '__proto__', 'toString'].map((name) => ({ name, type: 'int', default: 7 }));
    const read = evolve(record({}), record({}, { fields }), {});
    expect(Object.entries(Object(read))).toEqual([
      ['constructor', 7],
      ['__proto__', 7],
      ['toString', 7],
    ]);
  });

  it('follow recursion on both sides', () => {
    const node = (extra: object[]) => ({
      type: 'record',
      name: 'Node',
      fields: [{ name: 'next', type: ['null', 'Node'] }, ...extra],
    });
    const reader = node([{ name: 'depth', type: 'int', default: 0 }]);
    expect(evolve(node([]), reader, { next: { next: null } })).toEqual({ next: { next: null, depth: 0 }, depth: 0 });
  });
});

describe('promotions', () => {
  it.each([
    ['int', 'long', 5, 5n],
    ['int', 'double', 5, 5],
    ['int', 'float', 16_777_217, 16_777_216],
    ['long', 'double', 5n, 5],
    ['long', 'float', 5n, 5],
    ['float', 'double', 1.5, 1.5],
    ['string', 'bytes', 'é', Uint8Array.of(0xc3, 0xa9)],
    ['bytes', 'string', Uint8Array.of(0xc3, 0xa9), 'é'],
  ])('read %s as %s', (writer, reader, value, expected) => {
    expect(evolve(writer, reader, value)).toStrictEqual(expected);
  });

  it.each([
    ['long', 'int', 5n],
    ['double', 'float', 1.5],
    ['string', 'int', '5'],
    ['null', 'string', null],
    [{ type: 'array', items: 'int' }, { type: 'map', values: 'int' }, []],
  ])('do not read %j as %j', (writer, reader, value) => {
    expect(() => evolve(writer, reader, value)).toThrow('[VALUE_UNREADABLE]');
  });

  it('refuse bytes that are no UTF-8 as text', () => {
    expect(() => evolve('bytes', 'string', Uint8Array.of(0xff))).toThrow('[VALUE_UNREADABLE]');
  });
});

describe('a long that the contract bounds', () => {
  const bounded = { type: 'long', minimum: 0, maximum: 10 };

  it('is read as a number, beyond its bounds as well, as long as a number holds it', () => {
    expect(evolve('long', bounded, 7n)).toBe(7);
    expect(evolve('int', bounded, -7)).toBe(-7);
    expect(evolve('long', bounded, 2n ** 53n - 1n)).toBe(2 ** 53 - 1);
    expect(() => evolve('long', bounded, 2n ** 53n)).toThrow('9007199254740992 is beyond the integers');
  });

  it('is read as a bigint by who does not bound it', () => {
    expect(evolve(bounded, 'long', 7)).toBe(7n);
  });
});

describe('logical types', () => {
  const decimal = (precision: number, scale: number) => ({ type: 'bytes', logicalType: 'decimal', precision, scale });
  const long = (logicalType: string) => ({ type: 'long', logicalType });

  it('keep what a decimal means when its scale changes', () => {
    expect(evolve(decimal(6, 2), decimal(8, 4), Decimal.of('12.50'))).toStrictEqual(Decimal.of('12.5000'));
    expect(evolve(decimal(8, 4), decimal(6, 2), Decimal.of('12.5000'))).toStrictEqual(Decimal.of('12.50'));
    expect(() => evolve(decimal(8, 4), decimal(6, 2), Decimal.of('12.5001'))).toThrow('[VALUE_UNREADABLE]');
  });

  it('keep the instant when its unit changes', () => {
    const instant = new Date('2026-11-21T10:00:00.123Z');
    const micros = BigInt(instant.getTime()) * 1000n;
    expect(evolve(long('timestamp-millis'), long('timestamp-micros'), instant)).toBe(micros);
    expect(evolve(long('timestamp-micros'), long('timestamp-millis'), micros)).toStrictEqual(instant);
    expect(() => evolve(long('timestamp-micros'), long('timestamp-millis'), micros + 1n)).toThrow('[VALUE_UNREADABLE]');
    expect(evolve({ type: 'int', logicalType: 'time-millis' }, long('time-micros'), 5)).toBe(5000n);
  });

  it('refuse to read a number as one that means something else', () => {
    expect(() => evolve({ type: 'int', logicalType: 'date' }, long('timestamp-millis'), '2026-11-21')).toThrow(
      'date does not mean the same as timestamp-millis',
    );
  });

  it('may be added and taken away', () => {
    expect(evolve('long', long('timestamp-millis'), 0n)).toStrictEqual(new Date(0));
    expect(evolve(long('timestamp-millis'), 'long', new Date(5))).toBe(5n);
  });

  it('refuse what JavaScript cannot hold', () => {
    expect(() => evolve('long', long('timestamp-millis'), 2n ** 62n)).toThrow('[VALUE_UNREADABLE]');
    expect(() => evolve('int', { type: 'int', logicalType: 'date' }, 2 ** 30)).toThrow('[VALUE_UNREADABLE]');
    expect(() => evolve('bytes', decimal(4, 2), new Uint8Array(2000))).toThrow('[VALUE_UNREADABLE]');
  });
});

describe('enums and fixed', () => {
  const color = (symbols: string[], more: object = {}) => ({ type: 'enum', name: 'Color', symbols, ...more });

  it('read symbols by name, unknown ones as the default', () => {
    expect(evolve(color(['RED', 'BLUE']), color(['BLUE', 'RED']), 'BLUE')).toBe('BLUE');
    expect(evolve(color(['RED', 'BLUE']), color(['RED', 'NONE'], { default: 'NONE' }), 'BLUE')).toBe('NONE');
    expect(() => evolve(color(['RED', 'BLUE']), color(['RED']), 'BLUE')).toThrow(
      'Color has neither the symbol BLUE nor a default for it',
    );
  });

  it('need the same name and size', () => {
    const fixed = (name: string, size: number) => ({ type: 'fixed', name, size });
    expect(evolve(fixed('a.Hash', 2), fixed('b.Hash', 2), Uint8Array.of(1, 2))).toStrictEqual(Uint8Array.of(1, 2));
    expect(() => evolve(fixed('Hash', 2), fixed('Hash', 3), Uint8Array.of(1, 2))).toThrow('[VALUE_UNREADABLE]');
    expect(() => evolve(color(['A']), { ...color(['A']), name: 'Size' }, 'A')).toThrow('[VALUE_UNREADABLE]');
  });
});

describe('unions', () => {
  const card = record({ number: 'string' }, { name: 'Card' });
  const transfer = record({ iban: 'string' }, { name: 'Transfer' });

  it('read into and out of a union, as long as the branch that was written fits', () => {
    expect(evolve('string', ['null', 'string'], 'a')).toBe('a');
    expect(evolve(['null', 'string'], 'string', 'a')).toBe('a');
    expect(() => evolve(['null', 'string'], 'string', null)).toThrow('null was written where string is expected');
    expect(evolve(['int', 'string'], ['string', 'long'], 5)).toBe(5n);
  });

  it('prefer the branch of the same type to one that data can be promoted to', () => {
    expect(evolve('int', ['double', 'long', 'int'], 5)).toBe(5);
    expect(evolve('int', ['double', 'long'], 5)).toBe(5);
    expect(evolve('int', ['long', 'double'], 5)).toBe(5n);
  });

  it("tag records where the reader's union has more than one", () => {
    expect(evolve(card, ['null', card, transfer], { number: '1' })).toStrictEqual({ $type: 'shop.Card', number: '1' });
    expect(evolve([card, transfer], [card, 'null'], { $type: 'shop.Card', number: '1' })).toStrictEqual({
      number: '1',
    });
    expect(() => evolve([card, transfer], ['null', card], { $type: 'shop.Transfer', iban: 'x' })).toThrow(
      'record shop.Transfer was written where one of null, record shop.Card is expected',
    );
  });

  it('prefer the full name among records that share the short one', () => {
    const other = record({ number: 'string' }, { name: 'Card', namespace: 'other' });
    expect(evolve(card, [other, card], { number: '1' })).toStrictEqual({ $type: 'shop.Card', number: '1' });
    expect(evolve(card, ['null', other], { number: '1' })).toStrictEqual({ number: '1' });
  });
});

it('reads a longer record as the shorter one, whatever the fields are', () => {
  const primitives = fc.constantFrom<[string, unknown]>(['int', 1], ['string', 'x'], ['long', 2n], ['boolean', true]);
  const fields = fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), primitives, { maxKeys: 6, noNullPrototype: true });
  fc.assert(
    fc.property(fields, fc.array(fc.nat()), (all, dropped) => {
      const names = Object.keys(all);
      const kept = names.filter((_, index) => !dropped.includes(index));
      const schemaOf = (list: string[]) => record(Object.fromEntries(list.map((name) => [name, all[name]?.[0]])));
      const partOf = (list: string[]) => Object.fromEntries(list.map((name) => [name, all[name]?.[1]]));
      expect(evolve(schemaOf(names), schemaOf(kept), partOf(names))).toStrictEqual(partOf(kept));
    }),
  );
});
