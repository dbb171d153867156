import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutgoingRecord } from '../core/transport.ts';
import { frameEnd } from './frame.ts';
import { decodeRecord, encodeBatch, offsetAt, recordBytes, sealBatch, timestampAt } from './record-codec.ts';

const bytes = fc.uint8Array({ maxLength: 30 });
const records = fc.array(
  fc.record<OutgoingRecord>({
    topic: fc.constant('orders'),
    key: fc.option(bytes),
    value: fc.option(bytes),
    headers: fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), bytes), { maxLength: 4 }).map((all) => new Map(all)),
  }),
  { minLength: 1, maxLength: 10 },
);
const numbers48 = fc.nat({ max: 2 ** 48 - 100 });

describe('encodeBatch, sealBatch and decodeRecord', () => {
  it('keep every part of every record, with the offsets in a row', () => {
    fc.assert(
      fc.property(records, numbers48, numbers48, (sent, baseOffset, timestamp) => {
        const batch = encodeBatch(sent, timestamp);
        sealBatch(batch, baseOffset);
        const decoded = batch.starts.map((start) => decodeRecord(batch.bytes, start));
        expect(decoded.map(comparable)).toEqual(sent.map(comparable));
        batch.starts.forEach((start, index) => {
          expect(decoded[index]).toMatchObject({ offset: baseOffset + index, timestamp });
          expect(offsetAt(batch.bytes, start)).toBe(baseOffset + index);
          expect(timestampAt(batch.bytes, start)).toBe(timestamp);
          expect(frameEnd(batch.bytes, start)).toBe(batch.starts[index + 1] ?? batch.bytes.length);
        });
        expect(batch.starts).toHaveLength(sent.length);
        expect(batch.bytes.length).toBe(sent.reduce((sum, record) => sum + recordBytes(record), 0));
      }),
    );
  });

  it('do not see what the caller writes into its arrays afterwards', () => {
    const value = Buffer.from('as published');
    const batch = encodeBatch([{ topic: 'orders', key: null, value, headers: new Map() }], 0);
    value.fill('x');
    sealBatch(batch, 0);
    expect(Buffer.from(decodeRecord(batch.bytes, 0).value ?? []).toString()).toBe('as published');
  });
});

function comparable({ key, value, headers }: Pick<OutgoingRecord, 'key' | 'value' | 'headers'>): unknown {
  const hex = (content: Uint8Array | null): string | null => content && Buffer.from(content).toString('hex');
  return { key: hex(key), value: hex(value), headers: [...headers].map(([name, content]) => [name, hex(content)]) };
}
