import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { commitNothing, consume } from '../transport/recording-consumer.ts';
import { numbered, record, values } from '../transport/records.ts';
import { type FaultContext, patience } from './context.ts';

/** Where a group stands, when the log no longer has what comes next. */
export function positions(faults: FaultContext): void {
  describe('a group whose position is no longer in the log', () => {
    async function deleteBefore(topic: string, offset: string): Promise<void> {
      await faults.administrate(async (admin) => {
        // kafkajs deletes only from topics that it has heard of.
        await admin.fetchTopicOffsets(topic);
        await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset }] });
      });
    }

    it('does not start to skip records', async () => {
      const transport = await faults.connect();
      const topic = await faults.topic(transport);
      const group = randomUUID();
      await transport.publish(numbered(topic, 10));
      const first = await consume(transport, { group, topics: [topic], handle: (claim) => claim.commit(3n) });
      await vi.waitFor(() => expect(first.records()).toHaveLength(10), patience);
      await first.close();
      await deleteBefore(topic, '5');
      await expect(consume(transport, { group, topics: [topic] })).rejects.toMatchObject({
        code: 'OFFSET_OUT_OF_RANGE',
        message: expect.stringContaining(`offset 3 of partition 0 of '${topic}'`),
      });
    });

    it('stops where retention overtakes it at work, and keeps its position', async () => {
      const transport = await faults.connect();
      const topic = await faults.topic(transport);
      const group = randomUUID();
      const fatal = vi.fn();
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      const seen: bigint[] = [];
      await transport.publish(
        Array.from({ length: 5 }, () => ({ ...record(topic, null), value: Buffer.alloc(900_000) })),
      );
      await transport.subscribe({
        group,
        topics: [topic],
        startFrom: 'earliest',
        onFatal: fatal,
        async onRecords(claim, records) {
          seen.push(...records.map(({ offset }) => offset));
          await released;
          await claim.commit((records.at(-1)?.offset ?? 0n) + 1n);
        },
      });
      await vi.waitFor(() => expect(seen.length).toBeGreaterThan(0), patience);
      await sleep(1_000);
      await deleteBefore(topic, '5');
      release();
      await vi.waitFor(() => expect(fatal).toHaveBeenCalledOnce(), patience);
      expect(fatal.mock.calls[0]?.[0]).toMatchObject({
        code: 'OFFSET_OUT_OF_RANGE',
        message: expect.stringMatching(/which now holds 5 to 5 \(\d records are gone\)/),
      });
      expect(seen.length).toBeLessThan(5);
      const stored = await faults.administrate((admin) => admin.fetchOffsets({ groupId: group, topics: [topic] }));
      expect(Number(stored[0]?.partitions[0]?.offset)).toBeGreaterThanOrEqual(0);
      expect(Number(stored[0]?.partitions[0]?.offset)).toBeLessThan(5);
    });
  });

  describe('a topic that is made anew while a group is at work', () => {
    it('stops the group, though the new topic has records at its position', async () => {
      const transport = await faults.connect();
      const topic = await faults.topic(transport);
      const seen: string[] = [];
      const fatal = vi.fn();
      await transport.publish(numbered(topic, 3, { prefix: 'old ' }));
      await transport.subscribe({
        group: randomUUID(),
        topics: [topic],
        startFrom: 'earliest',
        onFatal: fatal,
        async onRecords(claim, records) {
          seen.push(...records.map(({ value }) => `${value}`));
          await claim.commit((records.at(-1)?.offset ?? 0n) + 1n);
        },
      });
      await vi.waitFor(() => expect(seen).toHaveLength(3), patience);
      // What is still on its way is committed.
      await sleep(500);
      await faults.administrate((admin) => admin.deleteTopics({ topics: [topic] }));
      const again = await faults.connect();
      await vi.waitFor(async () => {
        await again.ensureTopics([{ topic, partitions: 1, replicas: 1, config: {} }]);
        await again.publish(numbered(topic, 6, { prefix: 'new ' }));
      }, patience);
      await vi.waitFor(() => expect(fatal).toHaveBeenCalledOnce(), patience);
      expect(fatal.mock.calls[0]?.[0]).toMatchObject({
        code: 'OFFSET_OUT_OF_RANGE',
        message: expect.stringContaining('the topic was made anew'),
      });
      expect(seen).toEqual(['old 0', 'old 1', 'old 2']);
    });
  });

  describe('a position that was stored for the topic before', () => {
    const madeAnew = { code: 'OFFSET_OUT_OF_RANGE', message: expect.stringContaining('the topic was made anew') };

    async function makeAnew(topic: string): Promise<void> {
      await faults.administrate((admin) => admin.deleteTopics({ topics: [topic] }));
      const again = await faults.connect();
      await vi.waitFor(async () => {
        await again.ensureTopics([{ topic, partitions: 1, replicas: 1, config: {} }]);
        await again.publish(numbered(topic, 6, { prefix: 'new ' }));
      }, patience);
    }

    it('halts whoever finds it, though the new topic has records there, until somebody sets another one', async () => {
      const transport = await faults.connect();
      const topic = await faults.topic(transport);
      const group = randomUUID();
      await transport.publish(numbered(topic, 3, { prefix: 'old ' }));
      const first = await consume(transport, { group, topics: [topic], handle: (claim) => claim.commit(3n) });
      await vi.waitFor(() => expect(first.records()).toHaveLength(3), patience);
      await first.close();
      const stored = await faults.administrate((admin) => admin.fetchOffsets({ groupId: group, topics: [topic] }));
      const [position] = stored[0]?.partitions ?? [];
      expect(position).toMatchObject({ offset: '3', metadata: expect.stringContaining('topic=') });
      await makeAnew(topic);
      // As a handler has it stored that was at work all the time.
      await faults.store(group, { topic, partition: 0, offset: '3', metadata: position?.metadata ?? null });
      await expect(consume(transport, { group, topics: [topic] })).rejects.toMatchObject(madeAnew);
      await faults.store(group, { topic, partition: 0, offset: '1', metadata: null });
      const byHand = await consume(transport, { group, topics: [topic] });
      await vi.waitFor(() => expect(values(byHand.records())[0]).toBe('new 1'), patience);
    });

    it.runIf(faults.readsByTopicId)('halts its own group, which would read on from there', async () => {
      const transport = await faults.connect();
      const topic = await faults.topic(transport);
      const fatal = vi.fn();
      const seen: string[] = [];
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      await transport.publish(numbered(topic, 3, { prefix: 'old ' }));
      await transport.subscribe({
        ...{ group: randomUUID(), topics: [topic], startFrom: 'earliest', onFatal: fatal },
        async onRecords(claim, records) {
          seen.push(...records.map(({ value }) => `${value}`));
          await released;
          await claim.commit((records.at(-1)?.offset ?? 0n) + 1n);
        },
      });
      await vi.waitFor(() => expect(seen.length).toBeGreaterThan(0), patience);
      await makeAnew(topic);
      release();
      await vi.waitFor(() => expect(fatal).toHaveBeenCalledOnce(), patience);
      expect(fatal.mock.calls[0]?.[0]).toMatchObject(madeAnew);
      expect(seen.filter((value) => value.startsWith('new'))).toEqual([]);
    });
  });

  describe('a group that begins at the latest record', () => {
    it('misses nothing that comes while it is away before its first commit', async () => {
      const transport = await faults.connect();
      const topic = await faults.topic(transport);
      const group = randomUUID();
      await transport.publish([record(topic, 'old')]);
      const first = await consume(transport, { group, topics: [topic], startFrom: 'latest', handle: commitNothing });
      await first.close();
      await transport.publish([record(topic, 'away')]);
      const second = await consume(transport, { group, topics: [topic], startFrom: 'latest' });
      await vi.waitFor(() => expect(values(second.records())).toEqual(['away']), patience);
    });
  });
}
