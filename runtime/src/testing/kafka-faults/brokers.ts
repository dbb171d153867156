import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { commitAll, consume } from '../transport/recording-consumer.ts';
import { record, values } from '../transport/records.ts';
import { type FaultContext, patience } from './context.ts';

/** Brokers that freeze, die and come back. */
export function brokers(faults: FaultContext): void {
  describe('a frozen broker', () => {
    it('makes a publish reject by its deadline, and loses nothing that is published after it', async () => {
      const transport = await faults.connect({ publishTimeout: 2_000 });
      const topic = await faults.topic(transport);
      await transport.publish([record(topic, 'before')]);
      const { pid } = faults.broker();
      process.kill(pid, 'SIGSTOP');
      const started = Date.now();
      try {
        await expect(transport.publish([record(topic, 'frozen')])).rejects.toMatchObject({ code: 'TRANSPORT_FAILED' });
        expect(Date.now() - started).toBeLessThan(4_000);
        // Until the client has given the record up, too, while its request waits in the broker's socket.
        await sleep(2_000);
      } finally {
        process.kill(pid, 'SIGCONT');
      }
      // To a broker that got the frozen record after all, the same number of records under the same count is a repetition.
      const after = await vi.waitFor(() => transport.publish([record(topic, 'after')]), patience);
      expect(after).toHaveLength(1);
      const consumer = await consume(transport, { group: randomUUID(), topics: [topic] });
      await vi.waitFor(() => expect(values(consumer.records())).toContain('after'), patience);
    });
  });

  describe('a broker that is killed and comes back', () => {
    it('keeps every record that was acknowledged, and the group goes on where it stood', async () => {
      const transport = await faults.connect();
      const topic = await faults.topic(transport, 3);
      const consumer = await consume(transport, { group: randomUUID(), topics: [topic], handle: commitAll });
      const acknowledged: string[] = [];
      let publishing = true;
      const publisher = (async () => {
        for (let count = 0; publishing; count++) {
          await transport.publish([record(topic, `${count}`, `${count}`)]);
          acknowledged.push(`${count}`);
        }
      })();
      await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(50), patience);
      const { node } = faults.broker();
      await node.kill();
      const before = acknowledged.length;
      await sleep(1_000);
      await node.start();
      await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(before + 50), patience);
      publishing = false;
      await publisher;
      await vi.waitFor(() => expect(new Set(values(consumer.records()))).toEqual(new Set(acknowledged)), patience);
      // Where the broker takes long to come back, a client may give up and be replaced: that is told, and ends nothing.
      expect(consumer.fatal).toEqual([]);
      await consumer.close();
    });
  });
}
