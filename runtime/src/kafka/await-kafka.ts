import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import { RuntimeError } from '../core/errors.ts';
import type { KafkaAddress } from '../partitions/kafka-options.ts';
import { withAdmin } from './admin.ts';
import { createKafkaClient } from './kafka-client.ts';

export interface AwaitKafkaOptions extends KafkaAddress {
  /** Brokers that must have joined the cluster. Default 1. */
  readonly nodes?: number;
  /** Default 30,000 milliseconds. */
  readonly timeout?: number;
}

const pollInterval = 100;

/**
 * Resolves once the cluster is fit for use: enough brokers, and a coordinator for consumer groups, which a new
 * cluster only makes when it is first asked for one. Rejects with `TRANSPORT_FAILED`.
 */
export async function awaitKafka({ nodes = 1, timeout = 30_000, ...address }: AwaitKafkaOptions): Promise<void> {
  const client = createKafkaClient({ ...address, clientId: 'eventwright-await' });
  const deadline = Date.now() + timeout;
  for (;;) {
    const obstacle = await findObstacle(client, nodes);
    if (obstacle === undefined) return;
    if (Date.now() > deadline) {
      throw new RuntimeError(
        'TRANSPORT_FAILED',
        `Kafka at ${address.brokers.join(',')} was not ready within ${timeout} ms: ${obstacle.message}`,
        { cause: obstacle },
      );
    }
    await sleep(pollInterval);
  }
}

async function findObstacle(client: Kafka, nodes: number): Promise<Error | undefined> {
  try {
    const joined = await withAdmin(client, 'the cluster does not answer', async (admin) => {
      const { brokers } = await admin.describeCluster();
      await admin.fetchOffsets({ groupId: 'eventwright-await', topics: [] });
      return brokers.length;
    });
    return joined < nodes ? new Error(`${joined} of ${nodes} brokers have joined`) : undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
