import fc from 'fast-check';
import type { KafkaMessage } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { toMessage, toStoredRecord } from './kafka-records.ts';

const bytes = fc.uint8Array({ maxLength: 50 });
const outgoing = fc.record({
  topic: fc.constant('orders'),
  key: fc.option(bytes),
  value: fc.option(bytes),
  headers: fc
    .array(fc.tuple(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('__proto__', 'constructor', '7')), bytes))
    .map((entries) => new Map(entries)),
});

function stored(headers: KafkaMessage['headers']): ReadonlyMap<string, Uint8Array> {
  const message = { key: null, value: null, timestamp: '1700000000000', attributes: 0, offset: '9007199254740993' };
  return toStoredRecord('orders', 2, headers === undefined ? { ...message, size: 70 } : { ...message, headers })
    .headers;
}

const texts = (headers: ReadonlyMap<string, Uint8Array>) =>
  [...headers].map(([name, value]) => [name, Buffer.from(value).toString()]);

describe('toMessage', () => {
  it('keeps every byte of key, value and headers, whatever the headers are called', () => {
    fc.assert(
      fc.property(outgoing, (record) => {
        const { key, value, headers } = toMessage(record, 3);
        expect([key, value]).toEqual([record.key, record.value].map((part) => part && Buffer.from(part)));
        expect(new Map(Object.entries(headers ?? {}))).toEqual(
          new Map([...record.headers].map(([name, part]) => [name, Buffer.from(part)])),
        );
      }),
    );
  });

  it('takes the part of a larger buffer that it was given', () => {
    const part = Uint8Array.from([1, 2, 3, 4]).subarray(1, 3);
    expect(toMessage({ topic: 't', key: part, value: null, headers: new Map() }, 0).key).toEqual(Buffer.from([2, 3]));
  });
});

describe('toStoredRecord', () => {
  it('has the last of the values where a header comes twice', () => {
    expect(texts(stored({ a: [Buffer.from('1'), Buffer.from('2')], b: 'text' }))).toEqual([
      ['a', '2'],
      ['b', 'text'],
    ]);
  });

  it('has an empty value for a header without one, and none where there are no headers', () => {
    expect(texts(stored({ empty: undefined }))).toEqual([['empty', '']]);
    expect(stored(undefined).size).toBe(0);
  });

  it('keeps offsets exact beyond what a double can count', () => {
    const message = { key: null, value: null, timestamp: '1700000000000', attributes: 0, offset: '9007199254740993' };
    expect(toStoredRecord('orders', 2, { ...message, headers: {} })).toMatchObject({
      topic: 'orders',
      partition: 2,
      offset: 9007199254740993n,
      timestamp: 1_700_000_000_000,
    });
  });
});
