import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectKafka } from '@eventwright/runtime/kafka';
import { describe, expect, it, vi } from 'vitest';
import { startKafka } from './start-kafka.ts';

const patience = { timeout: 40_000, interval: 50 };

function textRecord(topic: string, value: string) {
  return { topic, key: null, value: Buffer.from(value), headers: new Map() };
}

describe('startKafka', { timeout: 120_000 }, () => {
  it('goes on with the data of its folder, and begins anew where told to', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'eventwright-kafka-test-'));
    const topic = 'kept';
    const createTopic = async (fresh: boolean): Promise<readonly string[]> => {
      const cluster = await startKafka({ directory, fresh });
      const transport = await connectKafka({ brokers: cluster.brokers, clientId: 'test' });
      try {
        return await transport.ensureTopics([{ topic, partitions: 1, replicas: 1, config: {} }]);
      } finally {
        await transport.close();
        await cluster.stop();
      }
    };
    try {
      expect(await createTopic(false)).toEqual([topic]);
      expect(await createTopic(false)).toEqual([]);
      expect(await createTopic(true)).toEqual([topic]);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('gives three nodes of which one may fail', async () => {
    const cluster = await startKafka({ nodes: 3 });
    const transport = await connectKafka({ brokers: cluster.brokers, clientId: 'test' });
    try {
      const topic = 'replicated';
      await transport.ensureTopics([{ topic, partitions: 3, replicas: 3, config: {} }]);
      const received = new Set<string>();
      await transport.subscribe({
        group: 'readers',
        topics: [topic],
        startFrom: 'earliest',
        async onRecords(claim, records) {
          for (const { value } of records) received.add(Buffer.from(value ?? []).toString());
          await claim.commit((records.at(-1)?.offset ?? 0n) + 1n);
        },
      });
      const sent: string[] = [];
      const publish = async (count: number): Promise<void> => {
        for (let index = 0; index < count; index++) {
          const value = `${sent.length}`;
          await transport.publish([textRecord(topic, value)]);
          sent.push(value);
        }
      };
      await publish(30);
      // The group's coordinator or a partition's leader is among them, whichever node it is.
      await cluster.nodes[0]?.kill();
      await publish(30);
      await vi.waitFor(() => expect(received).toEqual(new Set(sent)), patience);
    } finally {
      await transport.close();
      await cluster.stop();
    }
  });

  it('names the port that is taken', async () => {
    const cluster = await startKafka();
    try {
      const ports = [Number(cluster.brokers[0]?.split(':')[1])];
      await expect(startKafka({ ports })).rejects.toThrow(`port ${ports[0]} of 127.0.0.1 is taken`);
    } finally {
      await cluster.stop();
    }
  });
});
