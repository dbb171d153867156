import { setTimeout as sleep } from 'node:timers/promises';
import type { Message, ProducerConfig, ProducerRecord, RecordMetadata } from 'kafkajs';
import { RuntimeError } from '../core/errors.ts';
import { withDeadline } from '../partitions/deadline.ts';
import type { PartitionBatch } from '../partitions/publisher.ts';
import { isPermanent, isProgrammingError, kafkaTypeOf, toRuntimeError } from './kafka-error.ts';

export interface IdempotentProducer {
  /**
   * Sends the batch until the broker takes it, refuses it, or nobody waits for it; trying again appends nothing twice.
   * Calls for one partition must not overlap. Resolves with the offset of the first record.
   */
  send(batch: PartitionBatch<Message>): Promise<bigint>;
  /** To be called when no batch is under way. */
  close(): Promise<void>;
}

/** As much of a kafkajs client as is used here. */
export interface ProducerClient {
  producer(config: ProducerConfig): Producer;
}

export interface Producer {
  connect(): Promise<void>;
  send(record: ProducerRecord): Promise<RecordMetadata[]>;
  disconnect(): Promise<void>;
}

interface Connection {
  readonly producer: Promise<Producer>;
  /** Batches that are under way on it. */
  users: number;
  /** Takes no new batches, and is closed after the last. */
  retired: boolean;
}

const firstPause = 50;
const longestPause = 1_000;

/** How long a topic may be unknown, in milliseconds: a broker may not have heard yet of one that is new or moved. */
const unknownTopicPatience = 2_000;

const closeTimeout = 1_000;

/**
 * kafkajs numbers the batches of a partition and takes a number back where a batch fails. That is right as long as
 * the same batch follows. Where another one does, the broker may take it for the failed one, which it has already,
 * and say thank you without appending it. So a producer is never used again once a batch of unknown fate was given up.
 */
export function createIdempotentProducer(client: ProducerClient): IdempotentProducer {
  const open = new Set<Connection>();
  let current: Connection | undefined;

  function acquire(): Connection {
    if (current === undefined) {
      const connection = { producer: connect(client), users: 0, retired: false };
      connection.producer.catch(() => retire(connection));
      open.add(connection);
      current = connection;
    }
    current.users += 1;
    return current;
  }

  function retire(connection: Connection): void {
    connection.retired = true;
    if (current === connection) current = undefined;
  }

  function release(connection: Connection): void {
    connection.users -= 1;
    if (!connection.retired || connection.users > 0) return;
    open.delete(connection);
    void disconnect(connection);
  }

  return {
    async send(batch) {
      for (;;) {
        const connection = acquire();
        const result = await sendOn(connection, batch);
        if (result.doubtful) retire(connection);
        release(connection);
        if (result.offset !== undefined) return result.offset;
        if (result.error !== undefined) throw result.error;
      }
    },
    async close() {
      await Promise.all([...open].map(disconnect));
    },
  };
}

/** Without an offset and without an error the batch has to go over another connection. */
interface Result {
  readonly offset?: bigint;
  readonly error?: RuntimeError;
  /** The broker may have the batch, though the producer does not count it. */
  readonly doubtful: boolean;
}

async function sendOn({ producer }: Connection, batch: PartitionBatch<Message>): Promise<Result> {
  const started = Date.now();
  let doubtful = false;
  for (let pause = firstPause; ; pause = Math.min(2 * pause, longestPause)) {
    try {
      return { offset: await sendOnce(await producer, batch), doubtful: false };
    } catch (error) {
      const failure = toRuntimeError(error, `nothing was published to '${batch.topic}'`);
      if (isRefusal(error, Date.now() - started)) return { error: failure, doubtful };
      doubtful = true;
      if (!batch.isWanted()) return { error: failure, doubtful };
      if (await needsOtherProducer(producer, error)) {
        await sleep(pause);
        return { doubtful };
      }
    }
    await sleep(pause);
  }
}

async function sendOnce(producer: Producer, { topic, messages }: PartitionBatch<Message>): Promise<bigint> {
  const [answer] = await producer.send({ topic, messages, acks: -1 });
  if (answer?.baseOffset === undefined) {
    throw new RuntimeError('TRANSPORT_FAILED', `a broker took records for '${topic}' without saying where they are`);
  }
  return BigInt(answer.baseOffset);
}

/** True where the broker will not have the batch, however often it is asked. */
function isRefusal(error: unknown, elapsed: number): boolean {
  const type = kafkaTypeOf(error) ?? '';
  if (type === 'UNKNOWN_TOPIC_OR_PARTITION') return elapsed > unknownTopicPatience;
  return refusals.has(type) || isPermanent(error) || isProgrammingError(error);
}

const refusals: ReadonlySet<string> = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_TIMESTAMP',
  'INVALID_RECORD',
  'POLICY_VIOLATION',
]);

/** True where the broker and the producer no longer agree on the count, or where there is no producer at all. */
async function needsOtherProducer(producer: Promise<Producer>, error: unknown): Promise<boolean> {
  const connected = await producer.then(
    () => true,
    () => false,
  );
  return !connected || outOfStep.has(kafkaTypeOf(error) ?? '');
}

const outOfStep: ReadonlySet<string> = new Set([
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'DUPLICATE_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
  'INVALID_PRODUCER_EPOCH',
]);

async function connect(client: ProducerClient): Promise<Producer> {
  const producer = client.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner:
      () =>
      ({ message }) =>
        message.partition ?? 0,
    // `sendOn` does the retrying: it knows when to give up.
    retry: { retries: 1, initialRetryTime: firstPause, maxRetryTime: firstPause },
  });
  await producer.connect();
  return producer;
}

async function disconnect({ producer }: Connection): Promise<void> {
  const closing = producer.then((connected) => connected.disconnect());
  await withDeadline(closing, closeTimeout, () => new Error('a producer did not close')).catch(() => undefined);
}
