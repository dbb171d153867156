import { randomUUID } from 'node:crypto';
import { expect, vi } from 'vitest';
import type { Transport } from '../../core/transport.ts';
import { type ConsumeOptions, consume, type RecordingConsumer } from './recording-consumer.ts';

/** What a transport is like where the contract leaves room. */
export interface TransportFeatures {
  /** How long a condition may take to become true, in milliseconds. Default 5,000. */
  readonly patience?: number;
  /**
   * How long a handler takes in the test that it keeps its membership, in milliseconds; for a group protocol with
   * sessions, longer than a session. Default 300.
   */
  readonly slowHandler?: number;
}

/** A transport to hold to the contract. */
export interface TransportContract {
  /** Opens a transport. Its log may hold what other tests left: the suite uses topics and groups of its own. */
  create(): Promise<Transport>;
  /** Closes the transport and opens one on the same log. Absent where the log ends with the transport. */
  reopen?(transport: Transport): Promise<Transport>;
  readonly features?: TransportFeatures;
}

/** What a test of the contract works with; everything it opens is closed after the test. */
export interface ContractContext {
  /** The open transport; after `reopen` the new one. */
  readonly transport: Transport;
  readonly slowHandler: number;
  /** Creates a topic of this test's own. */
  topic(options?: { partitions?: number; config?: Readonly<Record<string, string>> }): Promise<string>;
  /** A group id of this test's own. */
  group(): string;
  /** Subscribes and records what is delivered. */
  consume(options: ConsumeOptions): Promise<RecordingConsumer>;
  reopen(): Promise<void>;
  /** Waits until `check` no longer throws. */
  eventually<T>(check: () => T | Promise<T>): Promise<T>;
}

/** Promises of a transport, each with the test that it is kept. */
export type ContractCases = Readonly<Record<string, (context: ContractContext) => Promise<void>>>;

export const DEFAULT_PATIENCE = 5_000;

export function uniqueName(kind: string): string {
  return `contract.${kind}.${randomUUID()}`;
}

/** Runs one test of the contract on a transport of its own. */
export async function withContext(
  contract: TransportContract,
  run: (context: ContractContext) => Promise<void>,
): Promise<void> {
  let transport = await contract.create();
  const { patience = DEFAULT_PATIENCE, slowHandler = 300 } = contract.features ?? {};
  const consumers: RecordingConsumer[] = [];
  const context: ContractContext = {
    get transport() {
      return transport;
    },
    slowHandler,
    group: () => uniqueName('group'),
    eventually: (check) => vi.waitFor(check, { timeout: patience, interval: 15 }),
    async consume(options) {
      const consumer = await consume(transport, options);
      consumers.push(consumer);
      return consumer;
    },
    async topic({ partitions = 1, config = {} } = {}) {
      const topic = uniqueName('topic');
      await transport.ensureTopics([{ topic, partitions, replicas: 1, config }]);
      return topic;
    },
    async reopen() {
      if (contract.reopen === undefined) {
        throw new Error('this log ends with its transport: guard the case with `reopen`');
      }
      transport = await contract.reopen(transport);
    },
  };
  try {
    await run(context);
    expect(consumers.flatMap(({ breaches }) => breaches)).toEqual([]);
  } finally {
    await transport.close();
  }
}
