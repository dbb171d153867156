import { RuntimeError } from '../core/errors.ts';
import { partitionOf } from '../core/partitioner.ts';
import type { OutgoingRecord, Publisher, RecordPosition } from '../core/transport.ts';
import { withDeadline } from './deadline.ts';
import { createPartitionCounts } from './partition-counts.ts';
import { createPartitionLane, type PartitionLane } from './partition-lane.ts';
import { sizeInBatch } from './size-in-batch.ts';
import { untilAborted } from './until-aborted.ts';

/** Records of one partition, as the client takes them. */
export interface PartitionBatch<M> {
  readonly topic: string;
  readonly partition: number;
  readonly messages: M[];
  /** False once nobody waits for the result any more. */
  isWanted(): boolean;
}

export interface PublisherOptions<M> {
  /** How long a call may take, in milliseconds. */
  readonly timeout: number;
  /** Rejects with `TOPIC_UNKNOWN` where a topic does not exist. */
  readPartitionCounts(topics: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** The record for the client, for a partition that is settled. */
  toMessage(record: OutgoingRecord, partition: number): M;
  /** Resolves with the offset of the first record when all are durable. Calls for one partition do not overlap. */
  send(batch: PartitionBatch<M>): Promise<bigint>;
  /** Lets the connections go. Called when no batch is under way. */
  close(): Promise<void>;
}

export interface ClosablePublisher extends Publisher {
  /**
   * Waits for publishes under way, three seconds at most, after which they reject with `TRANSPORT_FAILED`; then lets the
   * connections go.
   */
  close(): Promise<void>;
}

/** How long `close` waits for publishes under way, in milliseconds. */
const closePatience = 3_000;

/** A publisher with a lane for each partition: records keep their order, and no partition waits for another. */
export function createPublisher<M>(options: PublisherOptions<M>): ClosablePublisher {
  const { timeout, toMessage } = options;
  const counts = createPartitionCounts(options.readPartitionCounts);
  const lanes = new Map<string, PartitionLane<M>>();
  const underWay = new Map<Promise<unknown>, AbortController>();
  const nextTurn = createTurns();

  function laneOf(topic: string, partition: number): PartitionLane<M> {
    const name = `${topic}/${partition}`;
    const lane =
      lanes.get(name) ??
      createPartitionLane<M>((messages, isWanted) => options.send({ topic, partition, messages, isWanted }));
    lanes.set(name, lane);
    return lane;
  }

  async function append(records: readonly OutgoingRecord[], call: AbortController): Promise<RecordPosition[]> {
    const partitions = await counts.of(new Set(records.map(({ topic }) => topic)));
    return Promise.all(
      records.map(async (record) => {
        const { topic, key } = record;
        const partition = partitionOf(key, partitions.get(topic) ?? 1, () => nextTurn(topic));
        const message = toMessage(record, partition);
        const isWanted = (): boolean => !call.signal.aborted;
        const appended = laneOf(topic, partition).append({ message, bytes: sizeInBatch(record), isWanted });
        // What follows a record in its partition must not be appended without it: its key would be out of order.
        appended.catch((error: unknown) => call.abort(error));
        return { topic, partition, offset: await appended };
      }),
    );
  }

  return {
    async publish(records) {
      if (records.length === 0) return [];
      const call = new AbortController();
      const timer = setTimeout(() => call.abort(tooLate(records, timeout)), timeout);
      const appending = append(records, call);
      underWay.set(appending, call);
      appending
        .catch(() => undefined)
        .finally(() => {
          clearTimeout(timer);
          underWay.delete(appending);
        });
      return untilAborted(appending, call.signal);
    },
    async close() {
      const settled = Promise.allSettled(underWay.keys());
      await withDeadline(settled, closePatience, closedBefore).catch((reason: unknown) => {
        for (const call of underWay.values()) call.abort(reason);
      });
      await options.close();
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

function closedBefore(): RuntimeError {
  return new RuntimeError(
    'TRANSPORT_FAILED',
    `the transport was closed, and Kafka did not confirm what was under way within ${closePatience} ms; some of it may ` +
      'have been appended',
  );
}
