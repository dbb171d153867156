import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StoredRecord, Transport } from '../core/transport.ts';
import { numbered, values } from '../testing/transport/records.ts';
import { connectPlatformatic } from './connect-platformatic.ts';
import type { FetchSource } from './fetch-source.ts';

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',');
const stallTimeout = 1_500;
const patience = { timeout: 30_000, interval: 20 };

/** True while brokers answer all fetches and leave the records out. */
let silent = false;

vi.mock('./fetch-source.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('./fetch-source.ts')>();
  return {
    createFetchSource(...args: Parameters<typeof original.createFetchSource>): FetchSource {
      const source = original.createFetchSource(...args);
      return {
        ...source,
        async fetch(...asked) {
          const answers = await source.fetch(...asked);
          if (!silent) return answers;
          await sleep(20);
          return answers.map((answer) => ({ ...answer, records: [] }));
        },
      };
    },
  };
});

let transport: Transport;

beforeEach(async () => {
  silent = false;
  transport = await connectPlatformatic({ brokers, clientId: 'stalls', sessionTimeout: 6_000, stallTimeout });
});

afterEach(() => transport.close());

async function subscribe() {
  const topic = `stalls.${randomUUID()}`;
  await transport.ensureTopics([{ topic, partitions: 1, replicas: 1, config: {} }]);
  const records: StoredRecord[] = [];
  const [onError, onFatal] = [vi.fn(), vi.fn()];
  const subscription = await transport.subscribe({
    ...{ group: randomUUID(), topics: [topic], startFrom: 'earliest', onError, onFatal },
    async onRecords(claim, delivered) {
      records.push(...delivered);
      await claim.commit((delivered.at(-1)?.offset ?? 0n) + 1n);
    },
  });
  return { topic, records, onError, onFatal, status: () => subscription.status?.() };
}

describe('a consumer that sends heartbeats and fetches, and gets nothing', () => {
  it('is replaced, and nothing is lost', async () => {
    const { topic, records, onError, onFatal, status } = await subscribe();
    await transport.publish(numbered(topic, 2));
    await vi.waitFor(() => expect(records).toHaveLength(2), patience);
    silent = true;
    await transport.publish(numbered(topic, 3));
    await vi.waitFor(() => expect(status()?.stalledSince).toBeInstanceOf(Date), patience);
    silent = false;
    await vi.waitFor(() => expect(values(records)).toEqual(['0', '1', '0', '1', '2']), patience);
    expect(status()).toMatchObject({ assigned: [{ topic, partition: 0 }], stalledSince: undefined });
    expect(onError).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'SUBSCRIPTION_STALLED' }));
    expect(onFatal).not.toHaveBeenCalled();
  });

  it('ends the subscription where replacing it does not help', async () => {
    silent = true;
    const { topic, onError, onFatal, records } = await subscribe();
    await transport.publish(numbered(topic, 1));
    await vi.waitFor(() => expect(onFatal).toHaveBeenCalledOnce(), patience);
    expect(onFatal.mock.calls[0]?.[0]).toMatchObject({ code: 'SUBSCRIPTION_STALLED' });
    expect(onError).toHaveBeenCalledTimes(3);
    expect(records).toEqual([]);
  });
});

describe('a consumer that has nothing to get', () => {
  it.each([
    ['past an aborted transaction', 'abort'],
    ['behind a transaction that is open', 'open'],
  ] as const)('is left alone, and sees nothing of it: %s', async (_, end) => {
    const { topic, records, onError } = await subscribe();
    const undo = await transact(topic, end);
    await sleep(4 * stallTimeout);
    expect(onError).not.toHaveBeenCalled();
    await undo();
    await transport.publish(numbered(topic, 1));
    await vi.waitFor(() => expect(values(records)).toEqual(['0']), patience);
  });

  /** Writes in a transaction and ends it, or returns what ends it. */
  async function transact(topic: string, end: 'abort' | 'open'): Promise<() => Promise<void>> {
    const client = new Kafka({ brokers, clientId: 'others', logLevel: logLevel.NOTHING });
    const producer = client.producer({ transactionalId: randomUUID(), idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: [{ value: 'never seen' }] });
    const abort = async (): Promise<void> => {
      await transaction.abort();
      await producer.disconnect();
    };
    if (end === 'open') return abort;
    await abort();
    return async () => undefined;
  }
});
