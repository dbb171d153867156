import { expect } from 'vitest';
import type { OutgoingRecord, WireHeaders } from '../../core/transport.ts';
import type { ContractCases } from './context.ts';
import { bytes, content, numbered, record, values } from './records.ts';

const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const NO_BYTES = new Uint8Array();

/** Where the default partitioner of Kafka's Java client puts these keys in a topic of 12 partitions. */
const GOLDEN: readonly (readonly [key: string, partition: number])[] = [
  ['21', 0],
  ['foobar', 6],
  ['a-little-bit-long-string', 8],
  ['a-little-bit-longer-string', 11],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', 5],
  ['abc', 3],
  ['', 9],
];

export const publishing: ContractCases = {
  'carries key, value and headers byte for byte': async ({ transport, topic, group, consume, eventually }) => {
    const name = await topic();
    const sent = [
      outgoing(name, ALL_BYTES, ALL_BYTES, [['binary', ALL_BYTES]]),
      outgoing(name, null, bytes('no key'), []),
      outgoing(name, bytes('tombstone'), null, [['why', bytes('deleted')]]),
      outgoing(name, bytes('empty value'), NO_BYTES, [['empty', NO_BYTES]]),
      outgoing(name, NO_BYTES, bytes('empty key'), [
        ['ce_id', bytes('1')],
        ['ünïcode-☃', bytes('☃')],
      ]),
      outgoing(name, null, null, []),
    ];
    await transport.publish(sent);
    const consumer = await consume({ group: group(), topics: [name] });
    await eventually(() => expect(consumer.records().map(content)).toEqual(sent.map(content)));
  },

  'answers with the position of each record': async ({ transport, topic, group, consume, eventually }) => {
    const name = await topic({ partitions: 3 });
    const positions = await transport.publish(numbered(name, 30));
    const consumer = await consume({ group: group(), topics: [name] });
    const found = await eventually(() => {
      expect(consumer.records()).toHaveLength(30);
      return new Map(consumer.records().map((stored) => [values([stored])[0], stored]));
    });
    positions.forEach(({ topic, partition, offset }, index) => {
      expect(found.get(`${index}`)).toMatchObject({ topic, partition, offset });
    });
  },

  'keeps the order of records in a partition': async ({ transport, topic, group, consume, eventually }) => {
    const name = await topic();
    const first = await transport.publish(numbered(name, 20, { prefix: 'first-' }));
    const second = await transport.publish(numbered(name, 20, { prefix: 'second-' }));
    const offsets = [...first, ...second].map(({ offset }) => offset);
    expect(offsets).toEqual([...offsets].sort((a, b) => Number(a - b)));
    expect(new Set(offsets).size).toBe(40);
    const consumer = await consume({ group: group(), topics: [name] });
    const expected = ['first-', 'second-'].flatMap((prefix) => Array.from({ length: 20 }, (_, i) => `${prefix}${i}`));
    await eventually(() => expect(values(consumer.records())).toEqual(expected));
  },

  'puts keys where the Java client puts them': async ({ transport, topic }) => {
    const name = await topic({ partitions: 12 });
    const positions = await transport.publish(GOLDEN.map(([key]) => record(name, 'value', key)));
    expect(GOLDEN.map(([key], index) => [key, positions[index]?.partition])).toEqual(GOLDEN);
  },

  'puts records of one key into one partition': async ({ transport, topic }) => {
    const name = await topic({ partitions: 4 });
    const calls = await Promise.all(
      Array.from({ length: 10 }, () => transport.publish(numbered(name, 3, { key: 'order-1' }))),
    );
    expect(new Set(calls.flat().map(({ partition }) => partition)).size).toBe(1);
  },

  'spreads records without a key over the partitions': async ({ transport, topic }) => {
    const name = await topic({ partitions: 4 });
    const together = await transport.publish(numbered(name, 40));
    expect(new Set(together.map(({ partition }) => partition)).size).toBe(4);
    const single = await Promise.all(numbered(name, 40).map((outgoing) => transport.publish([outgoing])));
    expect(new Set(single.flat().map(({ partition }) => partition)).size).toBe(4);
  },

  'stamps records with the time they were appended': async ({ transport, topic, group, consume, eventually }) => {
    const name = await topic();
    const before = Date.now();
    await transport.publish([record(name, 'value')]);
    const consumer = await consume({ group: group(), topics: [name] });
    const [stored] = await eventually(() => {
      expect(consumer.records()).toHaveLength(1);
      return consumer.records();
    });
    // Wide, since the log's clock may be another machine's.
    expect(stored?.timestamp).toBeGreaterThan(before - 60_000);
    expect(stored?.timestamp).toBeLessThan(Date.now() + 60_000);
  },

  'takes calls that overlap, each in its order': async ({ transport, topic, group, consume, eventually }) => {
    const name = await topic();
    const calls = Array.from({ length: 30 }, (_, call) => numbered(name, 10, { prefix: `${call}/` }));
    const positions = (await Promise.all(calls.map((records) => transport.publish(records)))).flat();
    expect(new Set(positions.map(({ offset }) => offset)).size).toBe(300);
    const consumer = await consume({ group: group(), topics: [name] });
    await eventually(() => expect(consumer.records()).toHaveLength(300));
    const received = values(consumer.records());
    for (const call of calls.keys()) {
      const own = received.filter((value) => value?.startsWith(`${call}/`));
      expect(own).toEqual(Array.from({ length: 10 }, (_, index) => `${call}/${index}`));
    }
  },

  'carries records to several topics in one call': async ({ transport, topic, group, consume, eventually }) => {
    const topics = [await topic(), await topic()];
    const positions = await transport.publish(topics.map((name) => record(name, name)));
    expect(positions.map(({ topic }) => topic)).toEqual(topics);
    const consumer = await consume({ group: group(), topics });
    await eventually(() => expect([...values(consumer.records())].sort()).toEqual([...topics].sort()));
    expect(consumer.records().every(({ topic, value }) => topic === Buffer.from(value ?? NO_BYTES).toString())).toBe(
      true,
    );
  },

  'takes a call without records': async ({ transport }) => {
    expect(await transport.publish([])).toEqual([]);
  },
};

function outgoing(
  topic: string,
  key: Uint8Array | null,
  value: Uint8Array | null,
  headers: readonly (readonly [string, Uint8Array])[],
): OutgoingRecord {
  return { topic, key, value, headers: new Map(headers) satisfies WireHeaders };
}
