import { setTimeout as sleep } from 'node:timers/promises';
import { type MessageRecord, NumericMap } from '@platformatic/kafka';
import { RuntimeError } from '../core/errors.ts';
import type { PartitionBatch } from '../partitions/publisher.ts';
import { brokerError, isPermanent, isProgrammingError, kafkaNameOf, toRuntimeError } from './kafka-error.ts';

/** What the broker tells batches by: which producer they are of, and how many records it had sent before. */
export interface Sequence {
  readonly producerId: bigint;
  readonly epoch: number;
  /** The number of the next record. */
  readonly next: number;
}

/** The one answer about a batch: its offset, or what the broker said is wrong. */
export interface ProduceAnswer {
  readonly errorCode: number;
  readonly errorMessage?: string | null | undefined;
  readonly baseOffset: bigint;
}

/** As much of a cluster as is used here. */
export interface ProduceTarget {
  /** Resolves with a producer id that nobody else has. */
  beginProducer(): Promise<bigint>;
  /** Makes ready to send to the leader of the partition. Rejects where nothing can have been sent. */
  reach(topic: string, partition: number): Promise<ProduceRequest>;
  /** The leader of a partition of the topic is another one than was thought. */
  forget(topic: string): void;
}

/** Sends a batch to the leader; it may have arrived though this rejects. */
export type ProduceRequest = (
  messages: MessageRecord[],
  identity: { readonly producerId: bigint; readonly producerEpoch: number; readonly sequences: NumericMap },
) => Promise<ProduceAnswer>;

type Batch = PartitionBatch<MessageRecord>;

const firstPause = 50;
const longestPause = 1_000;
const lastEpoch = 0x7fff;
const sequenceModulus = 0x8000_0000;

/** How long a topic may be unknown, in milliseconds: a broker may not have heard yet of one that is new or moved. */
const unknownTopicPatience = 2_000;

/**
 * Sends batches until the broker takes them, refuses them, or nobody waits for them. Trying again appends nothing twice:
 * the same batch goes under the same number. One of unknown fate that is given up takes its epoch along: the next batch
 * of the partition begins a new one, so the broker can neither take it for the one before nor append that one later.
 *
 * The driver's own producer is not used: it numbers sends when it sends them and forgets all numbers when any fails, so
 * that sends side by side may be acknowledged without being appended (platformatic/kafka#326).
 */
export function createIdempotentProducer(target: ProduceTarget): (batch: Batch) => Promise<bigint> {
  const sequences = createSequences(target);

  return async (batch) => {
    const name = `${batch.topic}/${batch.partition}`;
    const started = Date.now();
    let doubtful: Sequence | undefined;
    for (let pause = firstPause; ; pause = Math.min(2 * pause, longestPause)) {
      const outcome = await attempt(target, batch, () => sequences.of(name));
      if (outcome.offset !== undefined) {
        sequences.advance(name, outcome.sequence, batch.messages.length);
        return outcome.offset;
      }
      if (outcome.sent !== undefined) doubtful = outcome.sent;
      const over = isRefusal(outcome.error, Date.now() - started) || !batch.isWanted();
      if (doubtful !== undefined && (over || isOutOfStep(outcome.error))) sequences.renew(name, doubtful);
      if (over) throw toRuntimeError(outcome.error, `nothing was published to '${batch.topic}'`);
      target.forget(batch.topic);
      await sleep(pause);
    }
  };
}

interface Sequences {
  of(name: string): Promise<Sequence>;
  /** The broker has taken so many records. */
  advance(name: string, sequence: Sequence, records: number): void;
  /** Begins a new epoch, which ends the one before at the broker. */
  renew(name: string, sequence: Sequence): void;
}

/** One producer id for all partitions, each of which counts records and epochs of its own. */
function createSequences(target: ProduceTarget): Sequences {
  const sequences = new Map<string, Sequence>();
  let asked: Promise<bigint> | undefined;

  function producerId(): Promise<bigint> {
    asked ??= target.beginProducer().catch((error: unknown) => {
      asked = undefined;
      throw error;
    });
    return asked;
  }

  return {
    of: async (name) => sequences.get(name) ?? { producerId: await producerId(), epoch: 0, next: 0 },
    advance(name, { next, ...sequence }, records) {
      sequences.set(name, { ...sequence, next: (next + records) % sequenceModulus });
    },
    renew(name, { producerId: used, epoch }) {
      if (epoch < lastEpoch) {
        sequences.set(name, { producerId: used, epoch: epoch + 1, next: 0 });
        return;
      }
      sequences.delete(name);
      asked = undefined;
    },
  };
}

type Outcome =
  | { readonly offset: bigint; readonly sequence: Sequence }
  | {
      readonly offset?: undefined;
      readonly error: unknown;
      /** What the batch went under, where the broker may have it. */
      readonly sent?: Sequence;
    };

async function attempt(target: ProduceTarget, batch: Batch, sequenceOf: () => Promise<Sequence>): Promise<Outcome> {
  const { topic, partition, messages } = batch;
  let sequence: Sequence;
  let send: ProduceRequest;
  try {
    [sequence, send] = await Promise.all([sequenceOf(), target.reach(topic, partition)]);
  } catch (error) {
    return { error };
  }
  // Whoever has given up meanwhile must not find it published later.
  if (!batch.isWanted()) return { error: givenUp(topic) };
  try {
    const { producerId, epoch: producerEpoch, next } = sequence;
    const sequences = new NumericMap([[`${topic}:${partition}`, next]]);
    const { errorCode, errorMessage, baseOffset } = await send(messages, { producerId, producerEpoch, sequences });
    if (errorCode === 0) return { offset: baseOffset, sequence };
    const error = brokerError(errorCode, errorMessage);
    return saysNotAppended(error) ? { error } : { error, sent: sequence };
  } catch (error) {
    return { error, sent: sequence };
  }
}

function givenUp(topic: string): RuntimeError {
  return new RuntimeError('TRANSPORT_FAILED', `records for '${topic}' were given up unsent`);
}

/** True where the broker will not have the batch, however often it is asked. */
function isRefusal(error: unknown, elapsed: number): boolean {
  const name = kafkaNameOf(error) ?? '';
  if (unknownTopic.has(name)) return elapsed > unknownTopicPatience;
  return refusals.has(name) || isPermanent(error) || isProgrammingError(error);
}

const unknownTopic: ReadonlySet<string> = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'UNKNOWN_TOPIC_ID']);

const refusals: ReadonlySet<string> = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_TIMESTAMP',
  'INVALID_RECORD',
  'POLICY_VIOLATION',
]);

/** True where the broker says so before it appends. `NOT_LEADER_OR_FOLLOWER` may also come after that. */
function saysNotAppended(error: unknown): boolean {
  return kafkaNameOf(error) === 'NOT_ENOUGH_REPLICAS' || isRefusal(error, Number.POSITIVE_INFINITY);
}

/** True where the broker and the producer no longer agree on the count. */
function isOutOfStep(error: unknown): boolean {
  return outOfStep.has(kafkaNameOf(error) ?? '');
}

const outOfStep: ReadonlySet<string> = new Set([
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'DUPLICATE_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
  'INVALID_PRODUCER_EPOCH',
]);
