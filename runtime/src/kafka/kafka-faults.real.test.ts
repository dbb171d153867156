import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type KafkaCluster, startKafka } from '../../../scripts/kafka/start-kafka.ts';
import type { PartitionClaim, Subscription, Transport } from '../core/transport.ts';
import { commitAll, commitNothing, consume } from '../testing/transport/recording-consumer.ts';
import { numbered, record, values } from '../testing/transport/records.ts';
import { connectKafka } from './connect-kafka.ts';

const patience = { timeout: 40_000, interval: 50 };

let cluster: KafkaCluster;
const open: Transport[] = [];

beforeAll(async () => {
  cluster = await startKafka();
});

afterAll(async () => {
  await Promise.all(open.map((transport) => transport.close()));
  await cluster.stop();
});

async function connect(options: { publishTimeout?: number } = {}): Promise<Transport> {
  const transport = await connectKafka({
    brokers: cluster.brokers,
    clientId: 'faults',
    sessionTimeout: 6_000,
    ...options,
  });
  open.push(transport);
  return transport;
}

async function createTopic(transport: Transport, partitions = 1): Promise<string> {
  const topic = `faults.${randomUUID()}`;
  await transport.ensureTopics([{ topic, partitions, replicas: 1, config: {} }]);
  return topic;
}

function broker() {
  const [node] = cluster.nodes;
  if (node?.pid === undefined) throw new Error('the broker does not run');
  return { node, pid: node.pid };
}

/** What an operator or another client does to the cluster. */
async function administrate<T>(action: (admin: ReturnType<Kafka['admin']>) => Promise<T>): Promise<T> {
  const admin = new Kafka({ brokers: [...cluster.brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    return await action(admin);
  } finally {
    await admin.disconnect();
  }
}

describe('a frozen broker', () => {
  it('makes a publish reject by its deadline, and loses nothing that is published after it', async () => {
    const transport = await connect({ publishTimeout: 2_000 });
    const topic = await createTopic(transport);
    await transport.publish([record(topic, 'before')]);
    const { pid } = broker();
    process.kill(pid, 'SIGSTOP');
    const started = Date.now();
    try {
      await expect(transport.publish([record(topic, 'frozen')])).rejects.toMatchObject({ code: 'TRANSPORT_FAILED' });
      expect(Date.now() - started).toBeLessThan(4_000);
      // Until the client has given the record up, too, while its request waits in the broker's socket.
      await sleep(2_000);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    // To a broker that got the frozen record after all, the same number of records under the same count is a repetition.
    const after = await vi.waitFor(() => transport.publish([record(topic, 'after')]), patience);
    expect(after).toHaveLength(1);
    const consumer = await consume(transport, { group: randomUUID(), topics: [topic] });
    await vi.waitFor(() => expect(values(consumer.records())).toContain('after'), patience);
  });
});

describe('a broker that is killed and comes back', () => {
  it('keeps every record that was acknowledged, and the group goes on where it stood', async () => {
    const transport = await connect();
    const topic = await createTopic(transport, 3);
    const consumer = await consume(transport, { group: randomUUID(), topics: [topic], handle: commitAll });
    const acknowledged: string[] = [];
    let publishing = true;
    const publisher = (async () => {
      for (let count = 0; publishing; count++) {
        await transport.publish([record(topic, `${count}`, `${count}`)]);
        acknowledged.push(`${count}`);
      }
    })();
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(50), patience);
    const { node } = broker();
    await node.kill();
    const before = acknowledged.length;
    await sleep(1_000);
    await node.start();
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(before + 50), patience);
    publishing = false;
    await publisher;
    await vi.waitFor(() => expect(new Set(values(consumer.records()))).toEqual(new Set(acknowledged)), patience);
    expect(consumer.errors).toEqual([]);
    await consumer.close();
  });
});

describe('a group whose position is no longer in the log', () => {
  async function deleteBefore(topic: string, offset: string): Promise<void> {
    await administrate(async (admin) => {
      // kafkajs deletes only from topics that it has heard of.
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset }] });
    });
  }

  it('does not start to skip records', async () => {
    const transport = await connect();
    const topic = await createTopic(transport);
    const group = randomUUID();
    await transport.publish(numbered(topic, 10));
    const first = await consume(transport, { group, topics: [topic], handle: (claim) => claim.commit(3n) });
    await vi.waitFor(() => expect(first.records()).toHaveLength(10), patience);
    await first.close();
    await deleteBefore(topic, '5');
    await expect(consume(transport, { group, topics: [topic] })).rejects.toMatchObject({
      code: 'OFFSET_OUT_OF_RANGE',
      message: expect.stringContaining(`offset 3 of partition 0 of '${topic}'`),
    });
  });

  it('stops where retention overtakes it at work, and keeps its position', async () => {
    const transport = await connect();
    const topic = await createTopic(transport);
    const group = randomUUID();
    const fatal = vi.fn();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const seen: bigint[] = [];
    await transport.publish(
      Array.from({ length: 5 }, () => ({ ...record(topic, null), value: Buffer.alloc(900_000) })),
    );
    await transport.subscribe({
      group,
      topics: [topic],
      startFrom: 'earliest',
      onFatal: fatal,
      async onRecords(claim, records) {
        seen.push(...records.map(({ offset }) => offset));
        await released;
        await claim.commit((records.at(-1)?.offset ?? 0n) + 1n);
      },
    });
    await vi.waitFor(() => expect(seen.length).toBeGreaterThan(0), patience);
    await sleep(1_000);
    await deleteBefore(topic, '5');
    release();
    await vi.waitFor(() => expect(fatal).toHaveBeenCalledOnce(), patience);
    expect(fatal.mock.calls[0]?.[0]).toMatchObject({ code: 'OFFSET_OUT_OF_RANGE' });
    expect(seen.length).toBeLessThan(5);
    const stored = await administrate((admin) => admin.fetchOffsets({ groupId: group, topics: [topic] }));
    expect(Number(stored[0]?.partitions[0]?.offset)).toBeGreaterThanOrEqual(0);
    expect(Number(stored[0]?.partitions[0]?.offset)).toBeLessThan(5);
  });
});

describe('a group that begins at the latest record', () => {
  it('misses nothing that comes while it is away before its first commit', async () => {
    const transport = await connect();
    const topic = await createTopic(transport);
    const group = randomUUID();
    await transport.publish([record(topic, 'old')]);
    const first = await consume(transport, { group, topics: [topic], startFrom: 'latest', handle: commitNothing });
    await first.close();
    await transport.publish([record(topic, 'away')]);
    const second = await consume(transport, { group, topics: [topic], startFrom: 'latest' });
    await vi.waitFor(() => expect(values(second.records())).toEqual(['away']), patience);
  });
});

describe('a group whose members come and go', () => {
  it('handles every record, and each partition under one claim at a time', async () => {
    const transport = await connect();
    const topic = await createTopic(transport, 6);
    const group = randomUUID();
    const claims = new Map<number, PartitionClaim>();
    const handled = new Set<string>();
    let overlaps = 0;
    const join = (): Promise<Subscription> =>
      transport.subscribe({
        group,
        topics: [topic],
        startFrom: 'earliest',
        async onRecords(claim, records) {
          const other = claims.get(claim.partition);
          if (other !== undefined && other !== claim && !other.signal.aborted) overlaps += 1;
          claims.set(claim.partition, claim);
          for (const { value } of records) handled.add(`${value}`);
          // Where somebody else has the partition by now, the records are handled once more.
          await commitAll(claim, records).catch((error) => expect(error).toMatchObject({ code: 'CLAIM_ENDED' }));
        },
      });
    const sent = new Set<string>();
    let publishing = true;
    const publisher = (async () => {
      while (publishing) {
        const records = Array.from({ length: 10 }, (_, index) => record(topic, `${sent.size + index}`, `${index}`));
        await transport.publish(records);
        for (const { value } of records) sent.add(`${value}`);
      }
    })();
    await join();
    for (let visits = 0; visits < 4; visits++) {
      const visitor = await join();
      await sleep(200 * visits);
      await visitor.close();
    }
    publishing = false;
    await publisher;
    await vi.waitFor(() => expect(handled.size).toBe(sent.size), patience);
    expect(overlaps).toBe(0);
  });
});

describe('a member that was frozen until its session had run out', () => {
  /** Says `got` with its first record; told anything, commits it and says what came of that. */
  const member = (topic: string, group: string): string => `
    import { once } from 'node:events';
    import { connectKafka } from '@eventwright/runtime/kafka';
    const brokers = ${JSON.stringify(cluster.brokers)};
    const transport = await connectKafka({ brokers, clientId: 'frozen', sessionTimeout: 6_000 });
    await transport.subscribe({
      group: '${group}',
      topics: ['${topic}'],
      startFrom: 'earliest',
      async onRecords(claim) {
        console.log('got');
        await once(process.stdin, 'data');
        console.log(await claim.commit(1n).then(() => 'committed', (error) => error.code));
        process.exit();
      },
    });
  `;

  it('cannot move the position of the group that went on without it', async () => {
    const transport = await connect();
    const topic = await createTopic(transport);
    const group = randomUUID();
    await transport.publish(numbered(topic, 3));
    const frozen = spawn(process.execPath, ['--input-type=module-typescript', '-e', member(topic, group)]);
    let said = '';
    frozen.stdout.on('data', (chunk) => {
      said += chunk;
    });
    frozen.stderr.pipe(process.stderr);
    try {
      await vi.waitFor(() => expect(said).toBe('got\n'), patience);
      frozen.kill('SIGSTOP');
      const heir = await consume(transport, { group, topics: [topic], handle: commitAll });
      await vi.waitFor(() => expect(values(heir.records())).toEqual(['0', '1', '2']), patience);
      frozen.stdin.write('commit');
      frozen.kill('SIGCONT');
      await vi.waitFor(() => expect(said).toBe('got\nCLAIM_ENDED\n'), patience);
      const stored = await administrate((admin) => admin.fetchOffsets({ groupId: group, topics: [topic] }));
      expect(stored[0]?.partitions[0]?.offset).toBe('3');
    } finally {
      frozen.kill('SIGKILL');
    }
  });
});
