import { connectKafka } from '@eventwright/runtime/kafka';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random.ts';
import { startKafkaEngine } from './kafka-engine.ts';
import { startPostgresEngine } from './postgres-engine.ts';

const quiet = { random: seededRandom(1), onProgress: (): void => undefined };

describe('startKafkaEngine', { timeout: 120_000 }, () => {
  it('has clients go through the proxies for everything, and the harness through none', async () => {
    const kafka = await startKafkaEngine({ nodes: 1, ...quiet });
    const transport = await connectKafka({ brokers: kafka.proxied, clientId: 'test', publishTimeout: 1_500 });
    try {
      const [{ proxy }] = kafka.brokers;
      await transport.ensureTopics([{ topic: 'proxied', partitions: 1, replicas: 1, config: {} }]);
      const record = { topic: 'proxied', key: null, value: Buffer.from('1'), headers: new Map() };
      await transport.publish([record]);
      proxy.impose({ up: { drop: true }, down: { drop: true } });
      await expect(transport.publish([record])).rejects.toMatchObject({ code: 'TRANSPORT_FAILED' });
      const topics = await kafka.administrate((admin) => admin.fetchTopicOffsets('proxied'));
      expect(topics).toMatchObject([{ high: '1' }]);
      proxy.heal();
      await transport.publish([record]);
    } finally {
      await transport.close();
      await kafka.stop();
    }
  });
});

describe('startPostgresEngine', { timeout: 60_000 }, () => {
  it('keeps what was committed when it is killed and comes back at its old port', async () => {
    const postgres = await startPostgresEngine(quiet);
    try {
      const url = new URL(await postgres.createDatabase('kept'));
      expect(url.port).toBe(String(postgres.proxy.port));
      await postgres.query('kept', 'create table fact (n int)');
      await postgres.query('kept', 'insert into fact values ($1)', [42]);
      await postgres.kill();
      expect(postgres.pid).toBeUndefined();
      await expect(postgres.query('kept', 'select 1')).rejects.toThrow();
      await postgres.start();
      expect(await postgres.query('kept', 'select n from fact')).toEqual([{ n: 42 }]);
    } finally {
      await postgres.stop();
    }
  });
});
