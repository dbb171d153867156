import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sizeInBatch } from './size-in-batch.ts';

const bytes = fc.uint8Array({ maxLength: 50 });
const outgoing = fc.record({
  topic: fc.constant('orders'),
  key: fc.option(bytes),
  value: fc.option(bytes),
  headers: fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), bytes)).map((entries) => new Map(entries)),
});

describe('sizeInBatch', () => {
  it('is never less than the bytes that have to be carried', () => {
    fc.assert(
      fc.property(outgoing, (record) => {
        let carried = (record.key?.length ?? 0) + (record.value?.length ?? 0);
        for (const [name, value] of record.headers) carried += Buffer.byteLength(name) + value.length;
        expect(sizeInBatch(record)).toBeGreaterThan(carried);
      }),
    );
  });
});
