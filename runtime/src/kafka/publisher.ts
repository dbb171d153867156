import type { Kafka } from 'kafkajs';
import { RuntimeError } from '../core/errors.ts';
import { partitionOf } from '../core/partitioner.ts';
import type { OutgoingRecord, Publisher, RecordPosition } from '../core/transport.ts';
import { withDeadline } from './deadline.ts';
import { createIdempotentProducer } from './idempotent-producer.ts';
import { sizeInBatch, toMessage } from './kafka-records.ts';
import { createPartitionCounts } from './partition-counts.ts';
import { createPartitionLane, type PartitionLane } from './partition-lane.ts';

export interface KafkaPublisher extends Publisher {
  /** Waits for publishes under way, then lets the connections go. */
  close(): Promise<void>;
}

/** @param timeout How long a call may take, in milliseconds. */
export function createPublisher(client: Kafka, timeout: number): KafkaPublisher {
  const producer = createIdempotentProducer(client);
  const counts = createPartitionCounts(client);
  const lanes = new Map<string, PartitionLane>();
  const underWay = new Set<Promise<unknown>>();
  const nextTurn = createTurns();

  function laneOf(topic: string, partition: number): PartitionLane {
    const name = `${topic}/${partition}`;
    const lane =
      lanes.get(name) ?? createPartitionLane((messages, isWanted) => producer.send({ topic, messages, isWanted }));
    lanes.set(name, lane);
    return lane;
  }

  async function append(records: readonly OutgoingRecord[], isWanted: () => boolean): Promise<RecordPosition[]> {
    const partitions = await counts.of(new Set(records.map(({ topic }) => topic)));
    return Promise.all(
      records.map(async (record) => {
        const { topic, key } = record;
        const partition = partitionOf(key, partitions.get(topic) ?? 1, () => nextTurn(topic));
        const message = toMessage(record, partition);
        const offset = await laneOf(topic, partition).append({ message, bytes: sizeInBatch(record), isWanted });
        return { topic, partition, offset };
      }),
    );
  }

  return {
    async publish(records) {
      if (records.length === 0) return [];
      let wanted = true;
      const appending = append(records, () => wanted);
      underWay.add(appending);
      appending.catch(() => undefined).finally(() => underWay.delete(appending));
      return withDeadline(appending, timeout, () => {
        wanted = false;
        return tooLate(records, timeout);
      });
    },
    async close() {
      await Promise.allSettled(underWay);
      await producer.close();
    },
  };
}

/** Counts the records without a key of each topic. */
function createTurns(): (topic: string) => number {
  const turns = new Map<string, number>();
  return (topic) => {
    const turn = turns.get(topic) ?? 0;
    turns.set(topic, turn + 1);
    return turn;
  };
}

function tooLate(records: readonly OutgoingRecord[], timeout: number): RuntimeError {
  const topics = [...new Set(records.map(({ topic }) => `'${topic}'`))].join(', ');
  return new RuntimeError(
    'TRANSPORT_FAILED',
    `Kafka did not confirm ${records.length} records for ${topics} within ${timeout} ms; some may have been ` +
      'appended. Publish them again, and see whether the brokers are up and have enough replicas in sync',
  );
}
