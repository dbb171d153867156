import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll } from 'vitest';
import { type KafkaCluster, type StartKafkaOptions, startKafka } from '../../../../scripts/kafka/start-kafka.ts';
import type { Transport } from '../../core/transport.ts';

/** An adapter to hold to what Kafka's faults must not do. */
export interface KafkaFaultsContract {
  connect(options: FaultConnection): Promise<Transport>;
  /** It fetches by the ids of topics, and so never from another one of the same name. */
  readonly readsByTopicId: boolean;
  /** How a process of its own makes the same connection: the module to import and its function. */
  readonly client: { readonly module: string; readonly connect: string };
}

/** Options that every adapter takes. */
export interface FaultConnection {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly sessionTimeout: number;
  readonly publishTimeout?: number;
}

/** What tests of faults work with. The cluster is theirs alone: they freeze and kill it. */
export interface FaultContext {
  readonly cluster: KafkaCluster;
  readonly client: KafkaFaultsContract['client'];
  readonly readsByTopicId: boolean;
  /** Connects; closed after the last test. */
  connect(options?: Partial<FaultConnection>): Promise<Transport>;
  /** Creates a topic of the test's own. */
  topic(transport: Transport, partitions?: number): Promise<string>;
  /** The one broker, running. */
  broker(): { readonly node: KafkaCluster['nodes'][number]; readonly pid: number };
  /** Does what an operator or another client does to the cluster. */
  administrate<T>(action: (admin: ReturnType<Kafka['admin']>) => Promise<T>): Promise<T>;
  /** Stores a position as a member of the group, which has no other one. */
  store(group: string, position: StoredPosition): Promise<void>;
}

type StoredPosition = Parameters<ReturnType<Kafka['consumer']>['commitOffsets']>[0][number];

/** How long a condition may take to become true. */
export const patience: { readonly timeout: number; readonly interval: number } = { timeout: 40_000, interval: 50 };

/** The shortest session that brokers allow by default, in milliseconds. */
export const shortestSession = 6_000;

/** Starts a cluster before the tests of the file and ends it, with all connections, after them. */
export function createFaultContext(contract: KafkaFaultsContract, options?: StartKafkaOptions): FaultContext {
  let started: KafkaCluster | undefined;
  const open: Transport[] = [];

  beforeAll(async () => {
    started = await startKafka(options);
  });

  afterAll(async () => {
    await Promise.all(open.map((transport) => transport.close()));
    await started?.stop();
  });

  const cluster = (): KafkaCluster => {
    if (started === undefined) throw new Error('the cluster runs during tests only');
    return started;
  };

  return {
    get cluster() {
      return cluster();
    },
    client: contract.client,
    readsByTopicId: contract.readsByTopicId,
    async connect(connection) {
      const { brokers } = cluster();
      const transport = await contract.connect({
        brokers,
        clientId: 'faults',
        sessionTimeout: shortestSession,
        ...connection,
      });
      open.push(transport);
      return transport;
    },
    async topic(transport, partitions = 1) {
      const topic = `faults.${randomUUID()}`;
      await transport.ensureTopics([{ topic, partitions, replicas: 1, config: {} }]);
      return topic;
    },
    broker() {
      const [node] = cluster().nodes;
      if (node?.pid === undefined) throw new Error('the broker does not run');
      return { node, pid: node.pid };
    },
    administrate: (action) => administrate(cluster().brokers, action),
    store: (group, position) => store(cluster().brokers, group, position),
  };
}

async function administrate<T>(
  brokers: readonly string[],
  action: (admin: ReturnType<Kafka['admin']>) => Promise<T>,
): Promise<T> {
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    return await action(admin);
  } finally {
    await admin.disconnect();
  }
}

async function store(brokers: readonly string[], group: string, position: StoredPosition): Promise<void> {
  const consumer = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).consumer({ groupId: group });
  await consumer.connect();
  try {
    const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
    await consumer.subscribe({ topics: [position.topic] });
    await consumer.run({ autoCommit: false, eachBatch: async () => undefined });
    await joined;
    await consumer.commitOffsets([position]);
  } finally {
    await consumer.disconnect();
  }
}
