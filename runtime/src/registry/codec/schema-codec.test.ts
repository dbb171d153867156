import { parseSchemaText } from '@eventwright/avro';
import avsc from 'avsc';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../../core/decimal.ts';
import { schemaCases } from './arbitrary-schema.ts';
import { binaryCodec } from './binary-codec.ts';
import { schemaCodec } from './schema-codec.ts';

const noPrefix = new Uint8Array();

function encoded(schema: unknown, value: unknown): Uint8Array {
  return schemaCodec(JSON.stringify(schema)).encode(value, noPrefix);
}

function roundTrip(schema: unknown, value: unknown): unknown {
  const text = JSON.stringify(schema);
  const codec = schemaCodec(text);
  return codec.readerOf(binaryCodec(parseSchemaText(text)))(codec.encode(value, noPrefix));
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** Objects as entries, which show a property called `__proto__`. Equal decimals may differ in scale, in a union of two. */
function comparable(value: unknown): unknown {
  if (value instanceof Decimal) return `decimal ${value.rescale(20)}`;
  if (Array.isArray(value)) return value.map(comparable);
  if (value === null || typeof value !== 'object' || value instanceof Date || value instanceof Uint8Array) return value;
  return Object.entries(value).map(([key, member]) => [key, comparable(member)]);
}

describe('bytes of the Avro specification', () => {
  const long = (value: bigint) => [value, 'long'] as const;
  it.each([
    [...long(0n), '00'],
    [...long(-1n), '01'],
    [...long(1n), '02'],
    [...long(-64n), '7f'],
    [...long(64n), '8001'],
    [...long(2n ** 63n - 1n), 'feffffffffffffffff01'],
    [...long(-(2n ** 63n)), 'ffffffffffffffffff01'],
    ['foo', 'string', '06666f6f'],
    [true, 'boolean', '01'],
    [1.5, 'float', '0000c03f'],
    [1.5, 'double', '000000000000f83f'],
    [null, 'null', ''],
  ])('writes %s as %s', (value, schema, expected) => {
    expect(hex(encoded(schema, value))).toBe(expected);
  });

  it('writes records as their fields one after the other', () => {
    const fields = [
      { name: 'a', type: 'long' },
      { name: 'b', type: 'string' },
    ];
    expect(hex(encoded({ type: 'record', name: 'test', fields }, { b: 'foo', a: 27n }))).toBe('3606666f6f');
  });

  it('writes arrays and maps as blocks, unions by the index of the branch, enums by that of the symbol', () => {
    expect(hex(encoded({ type: 'array', items: 'long' }, [3n, 27n]))).toBe('04063600');
    expect(hex(encoded({ type: 'map', values: 'long' }, { a: 1n }))).toBe('0202610200');
    expect(hex(encoded(['null', 'string'], null))).toBe('00');
    expect(hex(encoded(['null', 'string'], 'a'))).toBe('020261');
    expect(hex(encoded({ type: 'enum', name: 'Foo', symbols: ['A', 'B', 'C', 'D'] }, 'D'))).toBe('06');
  });

  it("writes decimals in two's complement, in as few bytes as bytes allow and all that fixed has", () => {
    const decimal = { logicalType: 'decimal', precision: 9, scale: 2 };
    expect(hex(encoded({ type: 'bytes', ...decimal }, Decimal.of('12.50')))).toBe('0404e2');
    expect(hex(encoded({ type: 'bytes', ...decimal }, Decimal.of('-1.28')))).toBe('0280');
    expect(hex(encoded({ type: 'fixed', name: 'F', size: 4, ...decimal }, Decimal.of('-0.01')))).toBe('ffffffff');
  });

  it('puts the prefix before the value, also where the value is larger than the space kept for it', () => {
    const codec = schemaCodec('"string"');
    const large = 'x'.repeat(3_000_000);
    expect(hex(codec.encode('a', Uint8Array.of(0, 1)))).toBe('00010261');
    const bytes = codec.encode(large, Uint8Array.of(9));
    expect([bytes.length, bytes[0], bytes.at(-1)]).toEqual([3_000_000 + 5, 9, 120]);
  });
});

describe('JavaScript values', () => {
  it.each([
    ['a decimal', { type: 'bytes', logicalType: 'decimal', precision: 4, scale: 2 }, Decimal.of('12.50')],
    ['a date', { type: 'int', logicalType: 'date' }, '2026-11-21'],
    ['an instant', { type: 'long', logicalType: 'timestamp-millis' }, new Date('2026-11-21T10:00:00.123Z')],
    ['an instant in nanoseconds', { type: 'long', logicalType: 'timestamp-nanos' }, 1_795_255_200_123_456_789n],
    ['a UUID of text', { type: 'string', logicalType: 'uuid' }, '0190b2c5-7c4e-7d4a-9a57-8f0d5c3b2a10'],
    [
      'a UUID of 16 bytes',
      { type: 'fixed', name: 'U', size: 16, logicalType: 'uuid' },
      '0190b2c5-7c4e-7d4a-9a57-8f0d5c3b2a10',
    ],
    ['a duration', { type: 'fixed', name: 'D', size: 12, logicalType: 'duration' }, new Uint8Array(12).fill(1)],
    ['an unknown logical type as the type beneath', { type: 'long', logicalType: 'shoe-size' }, 43n],
  ])('keeps %s', (_name, schema, value) => {
    expect(roundTrip(schema, value)).toStrictEqual(value);
  });

  it('brings a decimal to the scale of its schema', () => {
    const schema = { type: 'bytes', logicalType: 'decimal', precision: 6, scale: 2 };
    expect(roundTrip(schema, Decimal.of('7'))).toStrictEqual(Decimal.of('7.00'));
    expect(roundTrip(schema, Decimal.of('7.500'))).toStrictEqual(Decimal.of('7.50'));
  });

  it('takes a Buffer for bytes and gives a Uint8Array of its own', () => {
    const value = roundTrip('bytes', Buffer.from('abc'));
    expect(value).toStrictEqual(Uint8Array.from([97, 98, 99]));
  });

  it('keeps records that contain themselves', () => {
    const schema = {
      type: 'record',
      name: 'Node',
      fields: [
        { name: 'value', type: 'int' },
        { name: 'next', type: ['null', 'Node'] },
      ],
    };
    const value = { value: 1, next: { value: 2, next: null } };
    expect(roundTrip(schema, value)).toStrictEqual(value);
  });

  it('keeps names that JavaScript gives a meaning, and no prototype is touched', () => {
    const fields = ['__proto__', 'constructor', 'toString'].map((name) => ({
      name,
      type: { type: 'map', values: 'int' },
    }));
    const map = Object.fromEntries([['__proto__', 1]]);
    const value = Object.fromEntries(fields.map(({ name }) => [name, map]));
    const read = roundTrip({ type: 'record', name: 'constructor', fields }, value);
    expect(comparable(read)).toStrictEqual(comparable(value));
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  });

  it('keeps random values of random schemas', () => {
    fc.assert(
      fc.property(schemaCases, ({ schema, value }) => {
        expect(comparable(roundTrip(schema, value))).toStrictEqual(comparable(value));
      }),
      { numRuns: 500 },
    );
  });
});

describe('the twin that avsc codes by', () => {
  it("has the bytes of the schema itself, by avsc's own reading of it", () => {
    const bigints = avsc.types.LongType.__with({
      fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
      toBuffer: (value: bigint) => {
        const bytes = Buffer.alloc(8);
        bytes.writeBigInt64LE(value);
        return bytes;
      },
      fromJSON: BigInt,
      toJSON: Number,
      isValid: (value: unknown) => typeof value === 'bigint',
      compare: () => 0,
    });
    fc.assert(
      fc.property(schemaCases, ({ schema, value }) => {
        const text = JSON.stringify(schema).replace(
          /"(__proto__|constructor|toString|hasOwnProperty|length|then)"/g,
          '"_$1"',
        );
        fc.pre(!text.includes('"map"') && !text.includes('"enum"'));
        const bytes = Buffer.from(encoded(schema, value));
        const type = avsc.Type.forSchema(JSON.parse(text), {
          wrapUnions: 'always',
          typeHook: (part) => {
            const isLong = part === 'long' || (typeof part === 'object' && 'type' in part && part.type === 'long');
            return isLong ? bigints : undefined;
          },
        });
        expect(type.toBuffer(type.fromBuffer(bytes))).toEqual(bytes);
      }),
      { numRuns: 200 },
    );
  });
});
