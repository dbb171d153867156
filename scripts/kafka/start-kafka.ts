import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { awaitKafka } from '@eventwright/runtime/kafka';
import { freePorts, requireFree } from '../process/free-ports.ts';
import { installKafka } from './installation.ts';
import { createKafkaNode, type KafkaNode } from './kafka-node.ts';
import type { BrokerSettings, NodeAddress } from './server-properties.ts';

export interface StartKafkaOptions {
  /** Default 1. With three, topics may have three copies and one node may fail. */
  readonly nodes?: 1 | 3;
  /** Where the data stays. Default: a temporary folder that `stop` removes. */
  readonly directory?: string;
  /** Throws away what an earlier run left in `directory`. Default false. */
  readonly fresh?: boolean;
  /** Client ports, one per node; each controller listens one above. Default: free ones. */
  readonly ports?: readonly number[];
  /**
   * Where proxies listen, or are going to, one port per node. Clients that ask through one of them are told of these
   * ports and no others; behind each stands the port in `address.proxied` of its node.
   */
  readonly proxyPorts?: readonly number[];
  /** Settings of every broker, beside or instead of ours. */
  readonly settings?: BrokerSettings;
  /** Gives the start up; brokers that came up already are stopped. */
  readonly signal?: AbortSignal;
  /** Hears of every step that takes time. */
  readonly onProgress?: (line: string) => void;
  /** Hears what the brokers warn of while the cluster is up; the folder's `node-<id>.log` has all of it. */
  readonly onWarning?: (line: string) => void;
}

/** A running cluster. */
export interface KafkaCluster {
  /** `127.0.0.1:19092` and so on: what goes into KAFKA_BROKERS, joined by commas. */
  readonly brokers: readonly string[];
  /** For tests that stop, kill and restart brokers. */
  readonly nodes: readonly KafkaNode[];
  /** Ends all brokers; removes the data where the folder was a temporary one. */
  stop(): Promise<void>;
}

/**
 * Starts Apache Kafka on 127.0.0.1 and resolves when clients can produce and consume. Needs Java 17 and, the first
 * time, Maven; rejects with an `EnvironmentError` that says what is missing.
 */
export async function startKafka(options: StartKafkaOptions = {}): Promise<KafkaCluster> {
  const { nodes: count = 1, onProgress = ignore, onWarning = ignore } = options;
  const pairs = await choosePorts(count, options.ports);
  const behind = await freePorts(options.proxyPorts?.length ?? 0);
  const installation = await installKafka(onProgress);
  const directory = await prepareDirectory(options);
  const cluster = pairs.map((pair, index): NodeAddress => {
    const [port, advertisedPort] = [behind[index], options.proxyPorts?.[index]];
    return {
      ...describeNode(pair, index + 1, directory),
      ...(port === undefined || advertisedPort === undefined ? {} : { proxied: { port, advertisedPort } }),
      ...(options.settings === undefined ? {} : { settings: options.settings }),
    };
  });
  let ready = false;
  const warn = (line: string): void => {
    if (ready) onWarning(line);
  };
  const nodes = cluster.map((address) =>
    createKafkaNode({ installation, address, cluster, directory, onWarning: warn }),
  );
  const brokers = cluster.map(({ port }) => `127.0.0.1:${port}`);
  const stop = async (): Promise<void> => {
    ready = false;
    await Promise.all(nodes.map((node) => node.stop()));
    if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
  };
  const giveUp = (): void => void stop();
  options.signal?.addEventListener('abort', giveUp);
  try {
    options.signal?.throwIfAborted();
    onProgress(`starting ${count === 1 ? 'one broker' : `${count} brokers`} on Java ${installation.java.version}`);
    await Promise.all(nodes.map((node) => node.start()));
    await awaitKafka({ brokers, nodes: count, timeout: 60_000 });
    ready = true;
  } catch (error) {
    await stop();
    throw options.signal?.aborted ? options.signal.reason : error;
  } finally {
    options.signal?.removeEventListener('abort', giveUp);
  }
  return { brokers, nodes, stop };
}

type PortPair = readonly [client: number, controller: number];

async function choosePorts(count: number, wanted: readonly number[] | undefined): Promise<readonly PortPair[]> {
  if (wanted === undefined) {
    const ports = await freePorts(2 * count);
    return Array.from({ length: count }, (_, index) => [ports[2 * index] ?? 0, ports[2 * index + 1] ?? 0] as const);
  }
  if (wanted.length !== count) throw new Error(`${count} brokers need ${count} ports, ${wanted.length} were given`);
  const pairs = wanted.map((port) => [port, port + 1] as const);
  await requireFree(pairs.flat());
  return pairs;
}

function describeNode([port, controllerPort]: PortPair, id: number, directory: string): NodeAddress {
  return { id, port, controllerPort, dataDirectory: join(directory, `node-${id}`) };
}

async function prepareDirectory({ directory, fresh = false }: StartKafkaOptions): Promise<string> {
  if (directory === undefined) return mkdtemp(join(tmpdir(), 'eventwright-kafka-'));
  if (fresh) await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  return directory;
}

function ignore(): void {}
