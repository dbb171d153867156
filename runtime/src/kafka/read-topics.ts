import { randomUUID } from 'node:crypto';
import type { Consumer, Kafka } from 'kafkajs';
import { RuntimeError } from '../core/errors.ts';
import type { StoredRecord } from '../core/transport.ts';
import type { KafkaOptions } from '../partitions/kafka-options.ts';
import { withAdmin } from './admin.ts';
import { createKafkaClient } from './kafka-client.ts';
import { toStoredRecord } from './kafka-records.ts';

export interface ReadTopicsOptions {
  /** Each with the time from which on its records are wanted; undefined: all of them. */
  readonly topics: ReadonlyMap<string, Date | undefined>;
  /** Called with each record; those of a partition come in the order of their offsets. */
  onRecord(record: StoredRecord): void;
  readonly signal?: AbortSignal;
}

/** A partition, where to begin in it and where its log ended when the reading began. */
interface Range {
  readonly topic: string;
  readonly partition: number;
  readonly start: bigint;
  readonly end: bigint;
}

/** How long the reading may go without getting further, in milliseconds. */
const patience = 30_000;

/**
 * Reads what topics hold now, to the end that they have at the beginning. It commits nothing and disturbs no group. Topics
 * that do not exist hold nothing. Rejects with `TRANSPORT_FAILED` where it cannot read to the end.
 */
export async function readTopics(
  { brokers, clientId, ssl, sasl, log }: Pick<KafkaOptions, 'brokers' | 'clientId' | 'ssl' | 'sasl' | 'log'>,
  options: ReadTopicsOptions,
): Promise<void> {
  const client = createKafkaClient({ brokers, clientId, log, ...(ssl && { ssl }), ...(sasl && { sasl }) });
  const ranges = await readRanges(client, options.topics);
  if (ranges.length > 0) await readToEnd(client, ranges, options);
}

function readRanges(client: Kafka, topics: ReadTopicsOptions['topics']): Promise<readonly Range[]> {
  return withAdmin(client, 'the ends of topics could not be read', async (admin) => {
    const existing = new Set(await admin.listTopics());
    const wanted = [...topics].filter(([topic]) => existing.has(topic));
    const ranges = wanted.map(async ([topic, since]) => {
      const ends = await admin.fetchTopicOffsets(topic);
      const starts = since === undefined ? [] : await admin.fetchTopicOffsetsByTimestamp(topic, since.getTime());
      const startOf = new Map(starts.map(({ partition, offset }) => [partition, BigInt(offset)]));
      return ends.map(({ partition, low, high }): Range => {
        const start = startOf.get(partition) ?? BigInt(low);
        return { topic, partition, start, end: BigInt(high) };
      });
    });
    // Kafka says -1 where nothing is as young as that.
    return (await Promise.all(ranges)).flat().filter(({ start, end }) => start >= 0n && start < end);
  });
}

async function readToEnd(client: Kafka, ranges: readonly Range[], options: ReadTopicsOptions): Promise<void> {
  const groupId = `eventwright-read-${randomUUID()}`;
  const consumer = client.consumer({
    groupId,
    allowAutoTopicCreation: false,
    retry: { restartOnFailure: async () => false },
  });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [...new Set(ranges.map(({ topic }) => topic))], fromBeginning: true });
    await consume(consumer, ranges, options);
  } catch (cause) {
    if (RuntimeError.is(cause) || options.signal?.aborted) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RuntimeError('TRANSPORT_FAILED', `the topics could not be read: ${reason}`, { cause });
  } finally {
    await consumer.disconnect().catch(() => undefined);
    await withAdmin(client, 'a group could not be deleted', (admin) => admin.deleteGroups([groupId])).catch(
      () => undefined,
    );
  }
}

async function consume(
  consumer: Consumer,
  ranges: readonly Range[],
  { onRecord, signal }: ReadTopicsOptions,
): Promise<void> {
  const open = new Map(ranges.map((range) => [nameOf(range), range]));
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const giveUp = (): void => reject(stuck([...open.values()]));
  let timer = setTimeout(giveUp, patience);
  const reached = (name: string, next: bigint): void => {
    clearTimeout(timer);
    timer = setTimeout(giveUp, patience);
    if (next >= (open.get(name)?.end ?? 0n)) open.delete(name);
    if (open.size === 0) resolve();
  };
  const onAbort = (): void => reject(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
  // Batches of nothing but marks of transactions come to no handler.
  consumer.on(consumer.events.START_BATCH_PROCESS, ({ payload }) => {
    if (payload.batchSize === 0) reached(nameOf(payload), BigInt(payload.lastOffset) + 1n);
  });
  try {
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        const range = open.get(nameOf(batch));
        if (range === undefined) return;
        for (const message of batch.messages) {
          const offset = BigInt(message.offset);
          if (offset >= range.start && offset < range.end)
            onRecord(toStoredRecord(batch.topic, batch.partition, message));
        }
        reached(nameOf(batch), BigInt(batch.lastOffset()) + 1n);
      },
    });
    for (const { topic, partition, start } of ranges) consumer.seek({ topic, partition, offset: `${start}` });
    await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

function stuck(left: readonly Range[]): RuntimeError {
  const names = left.map(({ topic, partition, end }) => `partition ${partition} of ${topic} up to ${end}`);
  return new RuntimeError('TRANSPORT_FAILED', `nothing came for ${patience} ms; still to read: ${names.join(', ')}`);
}

function nameOf({ topic, partition }: { readonly topic: string; readonly partition: number }): string {
  return `${topic}/${partition}`;
}
