import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Subscription, Transport } from '../core/transport.ts';
import { commitAll } from '../testing/transport/recording-consumer.ts';
import { keyPerPartition, numbered } from '../testing/transport/records.ts';
import { connectKafkaClient } from './connect-kafka-client.ts';

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',');
const patience = { timeout: 30_000, interval: 50 };
const partitions = 4;

const open: Transport[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((transport) => transport.close()));
});

async function connect(client: string): Promise<Transport> {
  const transport = await connectKafkaClient(client, { brokers, clientId: client, sessionTimeout: 6_000 });
  open.push(transport);
  return transport;
}

const shareOf = (member: Subscription): number => member.status?.().assigned.length ?? 0;

describe('a group whose members use different clients, as while one is replaced by the other', () => {
  it.each([
    ['kafkajs', 'platformatic'],
    ['platformatic', 'kafkajs'],
  ])('shares the partitions out, and goes on where it stood: first %s, then %s', async (before, after) => {
    const [old, young] = [await connect(before), await connect(after)];
    const topic = `mixed.${randomUUID()}`;
    await old.ensureTopics([{ topic, partitions, replicas: 1, config: {} }]);
    const seen: string[] = [];
    const options = {
      ...{ group: randomUUID(), topics: [topic], startFrom: 'earliest' as const },
      async onRecords(...[claim, records]: Parameters<typeof commitAll>) {
        seen.push(...records.map(({ value }) => `${value}`));
        await commitAll(claim, records);
      },
    };
    const leaving = await old.subscribe(options);
    const staying = await young.subscribe(options);
    // The leader, which deals out the partitions, is the one who came first.
    await vi.waitFor(() => expect([shareOf(leaving), shareOf(staying)]).toEqual([2, 2]), patience);
    const keys = keyPerPartition(partitions);
    for (const key of keys) await old.publish(numbered(topic, 5, { key, prefix: `${key}-` }));
    await vi.waitFor(() => expect(seen).toHaveLength(20), patience);
    await leaving.close();
    for (const key of keys) await young.publish(numbered(topic, 5, { key, prefix: `${key}+` }));
    await vi.waitFor(() => expect(shareOf(staying)).toBe(partitions), patience);
    await vi.waitFor(() => expect(new Set(seen).size).toBe(40), patience);
    expect(seen).toHaveLength(40);
    await staying.close();
  });
});
