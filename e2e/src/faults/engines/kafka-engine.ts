import { connectKafka } from '@eventwright/runtime/kafka';
import { Kafka, logLevel } from 'kafkajs';
import type { KafkaNode } from '../../../../scripts/kafka/kafka-node.ts';
import { startKafka } from '../../../../scripts/kafka/start-kafka.ts';
import { freePorts } from '../../../../scripts/process/free-ports.ts';
import { openTcpProxy, type TcpProxy } from '../proxy/tcp-proxy.ts';
import type { Random } from '../random.ts';

export type KafkaAdmin = ReturnType<Kafka['admin']>;

/** A broker, and the network between it and the workload. */
export interface FaultyBroker {
  readonly node: KafkaNode;
  readonly proxy: TcpProxy;
}

/** A Kafka cluster that the workload reaches through proxies, and the harness directly. */
export interface KafkaEngine {
  readonly brokers: readonly [FaultyBroker, ...FaultyBroker[]];
  /** For the workload. */
  readonly proxied: readonly string[];
  /** For the harness: what it reads there is true whatever it does to the network. */
  readonly direct: readonly string[];
  /** What an operator does to the cluster. */
  administrate<T>(action: (admin: KafkaAdmin) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

export interface KafkaEngineOptions {
  readonly nodes: 1 | 3;
  readonly random: Random;
  readonly onProgress: (line: string) => void;
}

/** Short sessions: a member that was killed holds its partitions for as long, and every case waits for that. */
const settings = { 'group.min.session.timeout.ms': 1_000, 'offsets.retention.minutes': 10_080 };

/** Starts one; `stop` ends the brokers and removes their data. */
export async function startKafkaEngine({ nodes, random, onProgress }: KafkaEngineOptions): Promise<KafkaEngine> {
  const proxyPorts = await freePorts(nodes);
  const cluster = await startKafka({ nodes, proxyPorts, settings, onProgress });
  const brokers = await Promise.all(
    cluster.nodes.map(async (node, index): Promise<FaultyBroker> => {
      const target = (): number => node.address.proxied?.port ?? 0;
      const fork = random.fork(`network of broker ${index}`);
      return { node, proxy: await openTcpProxy({ target, random: fork, port: proxyPorts[index] ?? 0 }) };
    }),
  );
  const [first, ...others] = brokers;
  if (first === undefined) throw new TypeError('a cluster has at least one broker');
  return {
    brokers: [first, ...others],
    proxied: proxyPorts.map((port) => `127.0.0.1:${port}`),
    direct: cluster.brokers,
    administrate: (action) => administrate(cluster.brokers, action),
    async stop() {
      for (const { node } of brokers) if (node.pid !== undefined) process.kill(node.pid, 'SIGCONT');
      await Promise.all(brokers.map(({ proxy }) => proxy.close()));
      await cluster.stop();
    },
  };
}

async function administrate<T>(brokers: readonly string[], action: (admin: KafkaAdmin) => Promise<T>): Promise<T> {
  const admin = new Kafka({ brokers: [...brokers], clientId: 'faults-harness', logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    return await action(admin);
  } finally {
    await admin.disconnect();
  }
}

/** Creates topics over the direct way. */
export async function createTopics(
  brokers: readonly string[],
  topics: Parameters<Awaited<ReturnType<typeof connectKafka>>['ensureTopics']>[0],
): Promise<void> {
  const transport = await connectKafka({ brokers, clientId: 'faults-harness' });
  await transport.ensureTopics(topics).finally(() => transport.close());
}
