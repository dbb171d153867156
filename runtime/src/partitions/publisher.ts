import { RuntimeError } from '../core/errors.ts';
import { partitionOf } from '../core/partitioner.ts';
import type { OutgoingRecord, Publisher, RecordPosition } from '../core/transport.ts';
import { withDeadline } from './deadline.ts';
import { createPartitionCounts } from './partition-counts.ts';
import { createPartitionLane, type PartitionLane } from './partition-lane.ts';
import { createPublishCalls, type PublishCall } from './publish-calls.ts';
import { sizeInBatch } from './size-in-batch.ts';

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
  const { toMessage } = options;
  const counts = createPartitionCounts(options.readPartitionCounts);
  const lanes = new Map<string, PartitionLane<M>[]>();
  const calls = createPublishCalls(options.timeout);
  const nextTurn = createTurns();
  /** By topic, the last call that waits for the number of its partitions. */
  const counting = new Map<string, Promise<void>>();

  function laneOf(topic: string, partition: number): PartitionLane<M> {
    const ofTopic = lanes.get(topic) ?? [];
    if (ofTopic.length === 0) lanes.set(topic, ofTopic);
    const known = ofTopic[partition];
    if (known !== undefined) return known;
    const lane = createPartitionLane<M>((messages, isWanted) => options.send({ topic, partition, messages, isWanted }));
    ofTopic[partition] = lane;
    return lane;
  }

  function append(call: PublishCall, countOf: (topic: string) => number | undefined): void {
    const { isWanted, fail } = call;
    for (const [index, record] of call.records.entries()) {
      const { topic, key } = record;
      const partition = partitionOf(key, countOf(topic) ?? 1, () => nextTurn(topic));
      const message = toMessage(record, partition);
      const resolve = (offset: bigint): void => call.appended(index, { topic, partition, offset });
      // What follows a record in its partition must not be appended without it: its key would be out of order.
      const reject = (error: unknown): void => {
        fail(error);
        call.answered();
      };
      laneOf(topic, partition).append({ message, bytes: sizeInBatch(record), isWanted, resolve, reject });
    }
  }

  /** Whoever comes must not overtake those that wait for the count of the same topic. */
  function appendInTurn(call: PublishCall): void {
    const topics = new Set(call.records.map(({ topic }) => topic));
    const before = [...topics].map((topic) => counting.get(topic));
    const turn = Promise.all(before).then(() => appendCounted(call, topics));
    for (const topic of topics) counting.set(topic, turn);
    void turn.then(() => {
      for (const topic of topics) if (counting.get(topic) === turn) counting.delete(topic);
    });
  }

  async function appendCounted(call: PublishCall, topics: ReadonlySet<string>): Promise<void> {
    try {
      const partitions = await counts.of(topics);
      append(call, (topic) => partitions.get(topic));
    } catch (error) {
      call.fail(error);
      for (const _record of call.records) call.answered();
    }
  }

  return {
    publish(records) {
      if (records.length === 0) return Promise.resolve([]);
      return new Promise<readonly RecordPosition[]>((resolve, reject) => {
        const call = calls.begin(records, { resolve, reject });
        const isCounted = records.every(({ topic }) => !counting.has(topic) && counts.known(topic) !== undefined);
        if (isCounted) append(call, counts.known);
        else appendInTurn(call);
      });
    },
    async close() {
      await withDeadline(calls.idle(), closePatience, closedBefore).catch(calls.failAll);
      calls.end();
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

function closedBefore(): RuntimeError {
  return new RuntimeError(
    'TRANSPORT_FAILED',
    `the transport was closed, and Kafka did not confirm what was under way within ${closePatience} ms; some of it may ` +
      'have been appended',
  );
}
