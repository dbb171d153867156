import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type KafkaCluster, startKafka } from '../../../scripts/kafka/start-kafka.ts';
import { commitNothing, consume } from '../testing/transport/recording-consumer.ts';
import { record, values } from '../testing/transport/records.ts';
import { connectPlatformatic } from './connect-platformatic.ts';

const sessionTimeout = 6_000;

let cluster: KafkaCluster | undefined;

beforeAll(async () => {
  cluster = await startKafka();
});

afterAll(() => cluster?.stop());

describe('a group that has not answered for a whole session', () => {
  it('may have given the partitions away: claims end, and begin anew when it answers', {
    timeout: 90_000,
  }, async () => {
    const transport = await connectPlatformatic({
      brokers: cluster?.brokers ?? [],
      clientId: 'silence',
      sessionTimeout,
    });
    const topic = `silence.${randomUUID()}`;
    await transport.ensureTopics([{ topic, partitions: 1, replicas: 1, config: {} }]);
    const consumer = await consume(transport, { group: randomUUID(), topics: [topic], handle: commitNothing });
    await transport.publish([record(topic, 'seen')]);
    await vi.waitFor(() => expect(values(consumer.records())).toEqual(['seen']), { timeout: 10_000 });
    const [claim] = consumer.claims();
    const pid = cluster?.nodes[0]?.pid ?? 0;
    process.kill(pid, 'SIGSTOP');
    const frozen = Date.now();
    try {
      await vi.waitFor(() => expect(claim?.signal.aborted).toBe(true), { timeout: 2 * sessionTimeout });
      expect(Date.now() - frozen).toBeGreaterThan(sessionTimeout - 2_000);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await vi.waitFor(() => expect(values(consumer.records())).toEqual(['seen', 'seen']), { timeout: 40_000 });
    await expect(claim?.commit(1n)).rejects.toMatchObject({ code: 'CLAIM_ENDED' });
    expect(consumer.liveClaims()).toHaveLength(1);
    await transport.close();
  });
});
