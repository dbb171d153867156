import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import type { TopicIdentity } from '../partitions/position-note.ts';
import { decodeMetadata, encodeMetadataRequest, metadataVersion } from './metadata-request.ts';

/** What of kafkajs's inside this goes by. */
interface Cluster {
  /** Connects to one broker and authenticates, as often as the client's settings say. */
  connect(): Promise<unknown>;
  disconnect(): Promise<unknown>;
  readonly brokerPool: { readonly seedBroker?: unknown };
}

interface ConnectedBroker {
  readonly versions: Readonly<Record<number, { readonly maxVersion: number }>>;
  readonly connectionPool: {
    /** Resolves with what `parse` has made of the answer. */
    send(exchange: Exchange): Promise<Buffer>;
  };
}

interface Exchange {
  readonly request: {
    readonly apiKey: number;
    readonly apiVersion: number;
    readonly apiName: string;
    encode(): Promise<{ readonly buf: Buffer; readonly buffer: Buffer }>;
  };
  readonly response: {
    decode(payload: Buffer): Promise<Buffer>;
    parse(payload: Buffer): Promise<Buffer>;
  };
}

const metadataKey = 3;

const triesAtMost = 5;
const retryPause = 300;

/**
 * The identities of topics, by name: a question that kafkajs does not know to ask, sent by a connection that it has made
 * and authenticated. None where brokers are older than Kafka 3.0, or kafkajs is another one inside than 2.2.4.
 */
export async function readTopicIdentities(
  client: Kafka,
  topics: readonly string[],
): Promise<ReadonlyMap<string, TopicIdentity>> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask(client, topics);
    } catch (error) {
      if (tries === triesAtMost) throw error;
      await sleep(retryPause);
    }
  }
}

async function ask(client: Kafka, topics: readonly string[]): Promise<ReadonlyMap<string, TopicIdentity>> {
  const cluster = createCluster(client);
  if (cluster === undefined) return new Map();
  try {
    await cluster.connect();
    const broker = cluster.brokerPool.seedBroker;
    if (!isBroker(broker) || (broker.versions[metadataKey]?.maxVersion ?? 0) < metadataVersion) return new Map();
    return decodeMetadata(await send(broker, encodeMetadataRequest(topics)));
  } finally {
    await cluster.disconnect().catch(() => undefined);
  }
}

async function send(broker: ConnectedBroker, request: Buffer): Promise<Buffer> {
  return broker.connectionPool.send({
    request: {
      ...{ apiKey: metadataKey, apiVersion: metadataVersion, apiName: 'Metadata' },
      encode: async () => ({ buf: request, buffer: request }),
    },
    response: { decode: async (answer) => answer, parse: async (answer) => answer },
  });
}

function createCluster(client: Kafka): Cluster | undefined {
  const symbol = Object.getOwnPropertySymbols(client).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  );
  const create: unknown = symbol === undefined ? undefined : Reflect.get(client, symbol);
  const cluster: unknown = typeof create === 'function' ? Reflect.apply(create, client, [{}]) : undefined;
  return isCluster(cluster) ? cluster : undefined;
}

function isCluster(value: unknown): value is Cluster {
  return (
    has(value, 'connect') && has(value, 'disconnect') && 'brokerPool' in value && has(value.brokerPool, 'withBroker')
  );
}

function isBroker(value: unknown): value is ConnectedBroker {
  if (typeof value !== 'object' || value === null || !('versions' in value && 'connectionPool' in value)) return false;
  return typeof value.versions === 'object' && value.versions !== null && has(value.connectionPool, 'send');
}

function has<Name extends string>(value: unknown, name: Name): value is object & Readonly<Record<Name, () => unknown>> {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function';
}
