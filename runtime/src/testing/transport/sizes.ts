import { expect } from 'vitest';
import type { OutgoingRecord } from '../../core/transport.ts';
import type { ContractCases } from './context.ts';
import { numbered, record } from './records.ts';

const KIB = 1024;

export const sizes: ContractCases = {
  'carries a record of 900 KiB': async ({ transport, topic, group, consume, eventually }) => {
    const name = await topic();
    const sent = sized(name, 900 * KIB);
    await transport.publish([record(name, 'before'), sent, record(name, 'after')]);
    const consumer = await consume({ group: group(), topics: [name] });
    const stored = await eventually(() => {
      expect(consumer.records()).toHaveLength(3);
      return consumer.records();
    });
    expect(Buffer.compare(stored[1]?.value ?? Buffer.of(), sent.value)).toBe(0);
  },

  'carries a record of 3 MiB where its topic allows it': async ({ transport, topic, group, consume, eventually }) => {
    const name = await topic({ config: { 'max.message.bytes': `${4096 * KIB}` } });
    const sent = sized(name, 3072 * KIB);
    await transport.publish([sent, record(name, 'after')]);
    const consumer = await consume({ group: group(), topics: [name] });
    await eventually(() => expect(consumer.records()).toHaveLength(2));
    expect(Buffer.compare(consumer.records()[0]?.value ?? Buffer.of(), sent.value)).toBe(0);
  },

  'takes a call far larger than its records may be': async ({ transport, topic, group, consume, eventually }) => {
    const name = await topic({ config: { 'max.message.bytes': `${100 * KIB}` } });
    await transport.publish(Array.from({ length: 10 }, () => sized(name, 60 * KIB)));
    const consumer = await consume({ group: group(), topics: [name] });
    await eventually(() => expect(consumer.records()).toHaveLength(10));
  },

  'refuses a record that is larger than its topic allows': async ({ transport, topic, group, consume, eventually }) => {
    const name = await topic({ config: { 'max.message.bytes': `${10 * KIB}` } });
    await expect(transport.publish([sized(name, 20 * KIB)])).rejects.toMatchObject({ code: 'RECORD_TOO_LARGE' });
    await transport.publish([sized(name, 5 * KIB)]);
    const consumer = await consume({ group: group(), topics: [name] });
    await eventually(() => expect(consumer.records().map(({ value }) => value?.length)).toEqual([5 * KIB]));
  },

  'carries 5,000 records, none lost, none twice, each partition in order': async ({
    transport,
    topic,
    group,
    consume,
    eventually,
  }) => {
    const name = await topic({ partitions: 3 });
    const consumer = await consume({ group: group(), topics: [name] });
    const sent = numbered(name, 5_000);
    for (let at = 0; at < sent.length; at += 500) {
      await transport.publish(sent.slice(at, at + 500));
    }
    await eventually(() => expect(consumer.records().length).toBeGreaterThanOrEqual(5_000));
    const received = consumer.records().map(({ value }) => Number(Buffer.from(value ?? Buffer.of()).toString()));
    expect([...received].sort((a, b) => a - b)).toEqual(sent.map((_, index) => index));
    for (const partition of [0, 1, 2]) {
      const offsets = consumer.records().filter((stored) => stored.partition === partition);
      expect(offsets.every(({ offset }, at) => at === 0 || offset > (offsets[at - 1]?.offset ?? offset))).toBe(true);
    }
  },
};

/** A record whose value does not shrink much when a log compresses it. */
function sized(topic: string, length: number): OutgoingRecord & { readonly value: Uint8Array } {
  const value = new Uint8Array(length);
  for (let at = 0, state = 1; at < length; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    value[at] = state >>> 24;
  }
  return { topic, key: null, value, headers: new Map() };
}
