import { createRecordsBatch, Reader, type RecordsBatch, readRecordsBatches } from '@platformatic/kafka';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextOffset, toMessage, toStoredRecords } from './kafka-records.ts';

const bytes = fc.uint8Array({ maxLength: 50 });
const names = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('__proto__', 'constructor', '7'));
const outgoing = fc.record({
  topic: fc.constant('orders'),
  key: fc.option(bytes),
  value: fc.option(bytes),
  headers: fc.array(fc.tuple(names, bytes)).map((entries) => new Map(entries)),
});

const plain = (part: Uint8Array | null | undefined) => (part ? [...part] : part);

/** A batch of records at these offsets, as the client reads it. */
function batchOf(offsets: readonly number[], part: Partial<RecordsBatch> = {}): RecordsBatch {
  const [first = 0] = offsets;
  return {
    firstOffset: BigInt(first),
    length: 0,
    partitionLeaderEpoch: 0,
    magic: 2,
    crc: 0,
    attributes: 0,
    lastOffsetDelta: (offsets.at(-1) ?? first) - first,
    firstTimestamp: 1_000n,
    maxTimestamp: 2_000n,
    producerId: -1n,
    producerEpoch: 0,
    firstSequence: 0,
    records: offsets.map((offset) => ({
      length: 0,
      attributes: 0,
      timestampDelta: BigInt(offset - first),
      offsetDelta: offset - first,
      key: null,
      value: null,
      headers: [],
    })),
    ...part,
  };
}

const transactional = 16;
const controlOf = (offset: number, producerId: bigint): RecordsBatch =>
  batchOf([offset], { attributes: transactional | 32, producerId });
const ofTransaction = (offsets: readonly number[], producerId: bigint): RecordsBatch =>
  batchOf(offsets, { attributes: transactional, producerId });

function offsets(
  records: RecordsBatch[] | null,
  abortedTransactions: { producerId: bigint; firstOffset: bigint }[] = [],
) {
  return toStoredRecords('orders', 2, { records, abortedTransactions }).map(({ offset }) => Number(offset));
}

describe('toMessage', () => {
  it('is read back byte for byte, whatever the headers are called', () => {
    fc.assert(
      fc.property(outgoing, (record) => {
        const batch = createRecordsBatch([toMessage(record, 3)]).buffer;
        const [stored] = toStoredRecords('orders', 3, {
          records: readRecordsBatches(Reader.from(batch)),
          abortedTransactions: [],
        });
        expect([plain(stored?.key), plain(stored?.value)]).toEqual([plain(record.key), plain(record.value)]);
        expect([...(stored?.headers ?? [])].map(([name, value]) => [name, plain(value)])).toEqual(
          [...record.headers].map(([name, value]) => [name, plain(value)]),
        );
      }),
    );
  });

  it('keeps its time when it is sent again', () => {
    const message = toMessage({ topic: 't', key: null, value: null, headers: new Map() }, 0);
    expect(message.timestamp).toBeTypeOf('bigint');
  });
});

describe('toStoredRecords', () => {
  it('numbers records over the gaps that compaction leaves', () => {
    expect(offsets([batchOf([5, 7, 9]), batchOf([12])])).toEqual([5, 7, 9, 12]);
    expect(offsets(null)).toEqual([]);
  });

  it('has the last of the values where a header comes twice, and an empty one for none', () => {
    const [record] = batchOf([0]).records;
    const headers: [Buffer, Buffer | null][] = [
      [Buffer.from('a'), Buffer.from('1')],
      [Buffer.from('a'), Buffer.from('2')],
      [Buffer.from('b'), null],
    ];
    const batch = batchOf([0], { records: record === undefined ? [] : [{ ...record, headers }] });
    const [stored] = toStoredRecords('orders', 2, { records: [batch], abortedTransactions: [] });
    expect([...(stored?.headers ?? [])].map(([name, value]) => [name, `${value}`])).toEqual([
      ['a', '2'],
      ['b', ''],
    ]);
  });

  it('takes the time of the producer, or of the broker where that is the one that counts', () => {
    const [byProducer, byBroker] = [batchOf([0, 3]), batchOf([4], { attributes: 8 })];
    const stored = toStoredRecords('orders', 2, { records: [byProducer, byBroker], abortedTransactions: [] });
    expect(stored.map(({ timestamp }) => timestamp)).toEqual([1_000, 1_003, 2_000]);
  });

  it('leaves out what was aborted, transaction by transaction of each producer, and the marks', () => {
    const batches = [
      ofTransaction([0, 1], 7n),
      ofTransaction([2], 8n),
      controlOf(3, 7n),
      ofTransaction([4], 7n),
      controlOf(5, 7n),
      ofTransaction([6], 7n),
      controlOf(7, 8n),
      controlOf(8, 7n),
      batchOf([9]),
    ];
    const aborted = [
      { producerId: 7n, firstOffset: 6n },
      { producerId: 7n, firstOffset: 0n },
    ];
    expect(offsets(batches, aborted)).toEqual([2, 4, 9]);
  });

  it('leaves out the rest of a transaction that began before what was fetched', () => {
    expect(offsets([ofTransaction([4], 7n), controlOf(5, 7n)], [{ producerId: 7n, firstOffset: 1n }])).toEqual([]);
  });
});

describe('nextOffset', () => {
  it('is behind the last batch, also where nothing in it is for readers', () => {
    expect(nextOffset({ records: [batchOf([5, 6]), controlOf(7, 1n)], abortedTransactions: [] }, 5n)).toBe(8n);
    expect(nextOffset({ records: [batchOf([5], { lastOffsetDelta: 4 })], abortedTransactions: [] }, 5n)).toBe(10n);
  });

  it('is where the fetch began where it brought nothing', () => {
    expect(nextOffset({ records: [], abortedTransactions: [] }, 5n)).toBe(5n);
    expect(nextOffset({ records: null, abortedTransactions: null }, 5n)).toBe(5n);
  });
});
