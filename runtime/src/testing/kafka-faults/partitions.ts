import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { commitAll, consume } from '../transport/recording-consumer.ts';
import { keyPerPartition, record, values } from '../transport/records.ts';
import { type FaultContext, patience } from './context.ts';

/** Topics that get more partitions. */
export function partitions(faults: FaultContext): void {
  describe('a topic that gets more partitions while a group is at work', () => {
    it('has them read from their first record, and the group says that keys move', { timeout: 120_000 }, async () => {
      const transport = await faults.connect();
      const topic = await faults.topic(transport);
      // One that begins at the latest record would miss what comes before it knows of the partition.
      const options = { group: randomUUID(), topics: [topic], startFrom: 'latest' as const, handle: commitAll };
      const consumer = await consume(transport, options);
      await faults.administrate((admin) => admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] }));
      const knowing = await faults.connect();
      const keys = keyPerPartition(3);
      await vi.waitFor(() => knowing.publish(keys.map((key) => record(topic, key, key))), patience);
      await vi.waitFor(() => expect(new Set(values(consumer.records()))).toEqual(new Set(keys)), {
        ...patience,
        timeout: 60_000,
      });
      expect(consumer.errors).toEqual([expect.objectContaining({ code: 'PARTITIONS_ADDED' })]);
      expect(consumer.errors[0]?.message).toContain(`topic '${topic}' has 3 partitions, it had 1`);
      await consumer.close();
    });
  });
}
