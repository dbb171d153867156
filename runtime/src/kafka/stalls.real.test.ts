import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Consumer, Kafka, logLevel } from 'kafkajs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StoredRecord, SubscriptionStatus, Transport } from '../core/transport.ts';
import { numbered, values } from '../testing/transport/records.ts';
import { connectKafka } from './connect-kafka.ts';
import { createFetchControl } from './fetch-control.ts';

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',');
const stallTimeout = 1_500;
const patience = { timeout: 30_000, interval: 20 };

let transport: Transport;

beforeEach(async () => {
  transport = await connectKafka({ brokers, clientId: 'stalls', sessionTimeout: 6_000, stallTimeout });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await transport.close();
});

async function createTopic(): Promise<string> {
  const topic = `stalls.${randomUUID()}`;
  await transport.ensureTopics([{ topic, partitions: 1, replicas: 1, config: {} }]);
  return topic;
}

/** Subscribes and keeps what comes. */
async function subscribe(topic: string, handle: () => Promise<void> = async () => undefined) {
  const records: StoredRecord[] = [];
  const [onError, onFatal] = [vi.fn(), vi.fn()];
  const subscription = await transport.subscribe({
    group: randomUUID(),
    topics: [topic],
    startFrom: 'earliest',
    onError,
    onFatal,
    async onRecords(claim, delivered) {
      records.push(...delivered);
      await handle();
      await claim.commit((delivered.at(-1)?.offset ?? 0n) + 1n);
    },
  });
  const status = (): SubscriptionStatus => {
    const now = subscription.status?.();
    if (now === undefined) throw new Error('Kafka can tell');
    return now;
  };
  return { subscription, records, onError, onFatal, status };
}

/** All consumers that kafkajs makes from now on, the newest last. */
function collectConsumers(): readonly Consumer[] {
  const consumers: Consumer[] = [];
  const make = Kafka.prototype.consumer;
  vi.spyOn(Kafka.prototype, 'consumer').mockImplementation(function (this: Kafka, config) {
    const consumer = make.call(this, config);
    consumers.push(consumer);
    return consumer;
  });
  return consumers;
}

describe('a consumer that sends heartbeats and fetches, and leaves a partition out', () => {
  it('is replaced, and nothing is lost', async () => {
    const consumers = collectConsumers();
    const topic = await createTopic();
    const { records, onError, onFatal, status } = await subscribe(topic);
    await transport.publish(numbered(topic, 2));
    await vi.waitFor(() => expect(records).toHaveLength(2), patience);
    // What #659 of kafkajs looks like from outside: the partition is no longer fetched, all else goes on.
    consumers[0]?.pause([{ topic }]);
    await sleep(500);
    const heartbeats = vi.fn();
    consumers[0]?.on('consumer.heartbeat', heartbeats);
    await transport.publish(numbered(topic, 3));
    await vi.waitFor(() => expect(status().stalledSince).toBeInstanceOf(Date), patience);
    expect(heartbeats).toHaveBeenCalled();
    await vi.waitFor(() => expect(values(records)).toEqual(['0', '1', '0', '1', '2']), patience);
    expect(status()).toMatchObject({ assigned: [{ topic, partition: 0 }], stalledSince: undefined });
    expect(onError).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'SUBSCRIPTION_STALLED' }));
    expect(onFatal).not.toHaveBeenCalled();
    expect(consumers).toHaveLength(2);
  });

  it('ends the subscription where replacing it does not help', async () => {
    const consumers = collectConsumers();
    const topic = await createTopic();
    const { records, onError, onFatal } = await subscribe(topic);
    const silence = setInterval(() => {
      for (const consumer of consumers) createFetchControl(consumer).pause({ topic, partition: 0 });
    }, 5);
    try {
      await sleep(500);
      await transport.publish(numbered(topic, 1));
      await vi.waitFor(() => expect(onFatal).toHaveBeenCalledOnce(), patience);
    } finally {
      clearInterval(silence);
    }
    expect(onFatal.mock.calls[0]?.[0]).toMatchObject({ code: 'SUBSCRIPTION_STALLED' });
    expect(onError).toHaveBeenCalledTimes(3);
    expect(records).toEqual([]);
  });
});

describe('a consumer that has nothing to get', () => {
  /** Long enough for a stall to be found several times over. */
  const long = 4 * stallTimeout;

  const administrate = () => new Kafka({ brokers, clientId: 'others', logLevel: logLevel.NOTHING });

  it.each([
    ['of an empty topic', async () => undefined],
    ['past an aborted transaction', (topic: string) => transact(topic, 'abort')],
    ['behind a transaction that is open', (topic: string) => transact(topic, 'open')],
  ])('is left alone: %s', async (_, prepare) => {
    const consumers = collectConsumers();
    const topic = await createTopic();
    const { records, onError } = await subscribe(topic);
    const undo = await prepare(topic);
    await sleep(long);
    expect(onError).not.toHaveBeenCalled();
    expect(records).toEqual([]);
    expect(consumers).toHaveLength(1);
    await undo?.();
    await transport.publish(numbered(topic, 1));
    await vi.waitFor(() => expect(values(records)).toEqual(['0']), patience);
  });

  it('is left alone: its handler takes long, with more waiting', async () => {
    const topic = await createTopic();
    const gate = Promise.withResolvers<void>();
    const { records, onError, status } = await subscribe(topic, () => gate.promise);
    await transport.publish(numbered(topic, 1));
    await vi.waitFor(() => expect(records).toHaveLength(1), patience);
    for (let round = 0; round < 3; round += 1) await transport.publish(numbered(topic, 100));
    await sleep(long);
    expect(onError).not.toHaveBeenCalled();
    expect(status().stalledSince).toBeUndefined();
    gate.resolve();
    await vi.waitFor(() => expect(records).toHaveLength(301), patience);
  });

  /** Writes in a transaction and ends it, or returns what ends it. */
  async function transact(topic: string, end: 'abort' | 'open'): Promise<(() => Promise<void>) | undefined> {
    const producer = administrate().producer({
      transactionalId: randomUUID(),
      idempotent: true,
      maxInFlightRequests: 1,
    });
    await producer.connect();
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: [{ value: 'never seen' }] });
    const abort = async (): Promise<void> => {
      await transaction.abort();
      await producer.disconnect();
    };
    if (end === 'open') return abort;
    await abort();
    return undefined;
  }
});
