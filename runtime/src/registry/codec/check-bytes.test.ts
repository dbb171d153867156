import { parseSchemaText } from '@eventwright/avro';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../../core/errors.ts';
import { schemaCases } from './arbitrary-schema.ts';
import { binaryCodec } from './binary-codec.ts';
import { schemaCodec } from './schema-codec.ts';

function read(schema: unknown, bytes: Uint8Array): unknown {
  const text = JSON.stringify(schema);
  return schemaCodec(text).readerOf(binaryCodec(parseSchemaText(text)))(bytes);
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

const empty = { type: 'record', name: 'Empty', fields: [] };
const hugeCount = 'feffffffffffffffff01';

describe('bytes that are no value of the schema', () => {
  it.each([
    ['end too early', 'string', '06666f', 'takes 3 bytes and 2 are left'],
    ['end within a number', 'long', '80', 'end within a number'],
    ['go on after the value', 'int', '0200', '1 bytes follow the value'],
    ['announce a negative length', 'bytes', '01', 'takes -1 bytes'],
    ['announce more items than bytes', { type: 'array', items: 'int' }, hugeCount, 'bytes and 0 are left'],
    ['announce more entries than bytes', { type: 'map', values: 'null' }, `${hugeCount}0000`, 'bytes and 2 are left'],
    ['announce a huge block with a size', { type: 'array', items: 'int' }, '0102', 'bytes and 0 are left'],
    ['announce endless items of no bytes', { type: 'array', items: 'null' }, hugeCount, 'items that take no bytes'],
    ['announce endless empty records', { type: 'array', items: empty }, hugeCount, 'items that take no bytes'],
    ['name a branch that is not there', ['null', 'int'], '04', 'index 2 is outside the 2 branches'],
    ['name a symbol that is not there', { type: 'enum', name: 'E', symbols: ['A'] }, '01', 'index -1 is outside'],
    ['hold a boolean of 2', 'boolean', '02', 'neither 0 nor 1'],
    ['hold an int of 33 bits', 'int', '8080808020', 'more than 32 bits'],
    ['hold a long of 65 bits', 'long', 'ffffffffffffffffff02', 'more than 64 bits'],
    ['hold text that is not UTF-8', 'string', '02ff', 'not UTF-8'],
  ])('are refused when they %s', (_what, schema, hex, reason) => {
    expect(() => read(schema, fromHex(hex))).toThrow(reason);
  });

  it('are refused when items of no bytes add up over many arrays', () => {
    const nested = { type: 'array', items: { type: 'array', items: 'null' } };
    // 20 arrays of 8,191 nulls each: three bytes cost what they announce.
    const bytes = fromHex(`28${'fe7f00'.repeat(20)}00`);
    expect(() => read(nested, bytes)).toThrow('items that take no bytes');
  });

  it('are refused, not fatal, when they nest more deeply than the stack allows', () => {
    const node = { type: 'record', name: 'Node', fields: [{ name: 'next', type: ['null', 'Node'] }] };
    expect(() => read(node, new Uint8Array(1_000_000).fill(2))).toThrow('[VALUE_UNREADABLE] Node');
  });

  it('never give anything but a value or VALUE_UNREADABLE', () => {
    const damage = fc.record({ cut: fc.nat(60), at: fc.nat(60), byte: fc.nat(255) });
    fc.assert(
      fc.property(schemaCases, damage, ({ schema, value }, { cut, at, byte }) => {
        const bytes = schemaCodec(JSON.stringify(schema)).encode(value, new Uint8Array());
        const damaged = bytes.slice(0, Math.max(0, bytes.length - cut));
        if (at < damaged.length) damaged[at] = byte;
        try {
          read(schema, damaged);
        } catch (error) {
          expect(RuntimeError.is(error, 'VALUE_UNREADABLE')).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

it('accepts blocks that say their size, as other writers make them', () => {
  expect(read({ type: 'array', items: 'long' }, fromHex('0304063600'))).toEqual([3n, 27n]);
  expect(read({ type: 'map', values: 'int' }, fromHex('01060261020202620400'))).toEqual({ a: 1, b: 2 });
});
