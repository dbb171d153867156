import { describe, expect, it, vi } from 'vitest';
import { listenToConsumer, lostPosition, missesTopic } from './consumer-events.ts';
import { createKafkaClient } from './kafka-client.ts';

describe('a consumer that crashes for good', () => {
  it('is taken for failed', async () => {
    const client = createKafkaClient({ brokers: ['127.0.0.1:1'], clientId: 'test', retries: 0 });
    const consumer = client.consumer({ groupId: 'g', retry: { retries: 0, restartOnFailure: async () => false } });
    const listener = {
      onAssigned: vi.fn(),
      onRevoked: vi.fn(),
      onAnswered: vi.fn(),
      onSkipped: vi.fn(),
      onSign: vi.fn(),
      onFailed: vi.fn(),
    };
    const ignore = listenToConsumer(consumer, listener);
    await consumer.run();
    await vi.waitFor(() => expect(listener.onFailed).toHaveBeenCalledOnce(), { timeout: 5_000 });
    ignore();
  });
});

describe('lostPosition', () => {
  const entry = (message: string) => ({
    namespace: 'ConsumerGroup',
    level: 1,
    label: 'ERROR',
    log: { timestamp: '', message, topic: 'orders', partition: 3 },
  });

  it('reads it from what kafkajs logs', () => {
    expect(lostPosition(entry('Offset out of range, resetting to default offset'))).toEqual({
      topic: 'orders',
      partition: 3,
    });
  });

  it('finds none in anything else', () => {
    expect(
      lostPosition(entry('Offset out of range while fetching from follower, retrying with leader')),
    ).toBeUndefined();
  });
});

describe('missesTopic', () => {
  const entry = (message: string, error: string) => ({
    namespace: 'Connection',
    level: 1,
    label: 'ERROR',
    log: { timestamp: '', message, error },
  });

  it('reads from what kafkajs logs that a topic is not there', () => {
    const unknown = 'This server does not host this topic-partition';
    expect(missesTopic(entry('Response Fetch(key: 1, version: 11)', unknown))).toBe(true);
    expect(missesTopic(entry('Response Metadata(key: 3, version: 6)', unknown))).toBe(false);
    expect(missesTopic(entry('Response Fetch(key: 1, version: 11)', 'There is no leader'))).toBe(false);
  });
});
