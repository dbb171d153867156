import { runInThisContext } from 'node:vm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { awaitKafka } from './await-kafka.ts';
import { connectKafka } from './connect-kafka.ts';
import { createKafkaClient } from './kafka-client.ts';

describe('createKafkaClient', () => {
  it.each([[[]], [['localhost']], [['127.0.0.1:9092', 'broker two:9092']]])('refuses the brokers %j', (brokers) => {
    expect(() => createKafkaClient({ brokers, clientId: 'test' })).toThrow('Kafka brokers are given as host:port');
  });
});

describe('connectKafka', () => {
  it('rejects, naming the brokers, where none answers', async () => {
    const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
    await expect(connectKafka({ brokers: ['127.0.0.1:1'], clientId: 'test', log })).rejects.toMatchObject({
      code: 'TRANSPORT_FAILED',
      message: expect.stringContaining('no broker of 127.0.0.1:1 answers'),
    });
    expect(log.warn).toHaveBeenCalledWith(expect.anything(), expect.stringContaining('kafka client: '));
  });
});

describe('awaitKafka', () => {
  it('gives up in time, saying what is in the way', async () => {
    await expect(awaitKafka({ brokers: ['127.0.0.1:1'], timeout: 0 })).rejects.toMatchObject({
      code: 'TRANSPORT_FAILED',
      message: expect.stringMatching(/Kafka at 127\.0\.0\.1:1 was not ready within 0 ms: .*ECONNREFUSED/),
    });
  });
});

describe('the warning about negative timeouts', () => {
  const original = process.emitWarning;
  const inKafkajs = runInThisContext('(act) => act()', { filename: '/app/node_modules/kafkajs/src/queue.js' });

  afterEach(() => {
    process.emitWarning = original;
  });

  it('is silenced where kafkajs causes it, and nowhere else', async () => {
    vi.resetModules();
    const passed = vi.fn();
    process.emitWarning = passed;
    const { silenceNegativeTimeouts } = await import('./negative-timeout-warning.ts');
    silenceNegativeTimeouts();
    inKafkajs(() => process.emitWarning('-5 is a negative number', 'TimeoutNegativeWarning'));
    expect(passed).not.toHaveBeenCalled();
    inKafkajs(() => process.emitWarning('old', 'DeprecationWarning'));
    process.emitWarning('-5 is a negative number', 'TimeoutNegativeWarning');
    expect(passed).toHaveBeenCalledTimes(2);
  });
});
