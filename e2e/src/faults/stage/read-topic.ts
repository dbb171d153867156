import { randomUUID } from 'node:crypto';
import type { StoredRecord } from '@eventwright/runtime';
import { connectKafka } from '@eventwright/runtime/kafka';
import type { KafkaEngine } from '../engines/kafka-engine.ts';

/** All records of a topic up to its present end, in the order of each partition. */
export async function readTopic(kafka: KafkaEngine, topic: string): Promise<readonly StoredRecord[]> {
  const ends = await kafka.administrate((admin) => admin.fetchTopicOffsets(topic));
  const open = new Map(
    ends.filter(({ low, high }) => low !== high).map(({ partition, high }) => [partition, BigInt(high)]),
  );
  const records: StoredRecord[] = [];
  if (open.size === 0) return records;
  const transport = await connectKafka({ brokers: kafka.direct, clientId: 'faults-harness' });
  const { promise: read, resolve, reject } = Promise.withResolvers<void>();
  try {
    await transport.subscribe({
      group: `harness-${randomUUID()}`,
      topics: [topic],
      startFrom: 'earliest',
      onFatal: reject,
      async onRecords({ partition }, batch) {
        records.push(...batch);
        const end = open.get(partition);
        const last = batch.at(-1);
        if (end !== undefined && last !== undefined && last.offset >= end - 1n) open.delete(partition);
        if (open.size === 0) resolve();
      },
    });
    await read;
  } finally {
    await transport.close();
  }
  return records;
}

/** A header as text. */
export function headerOf({ headers }: StoredRecord, name: string): string | undefined {
  const bytes = headers.get(name);
  return bytes === undefined ? undefined : Buffer.from(bytes).toString();
}

export function eventIdOf(record: StoredRecord): string {
  return headerOf(record, 'ce_id') ?? '';
}
