import { RuntimeError } from '../core/errors.ts';
import type { TopicSpec } from '../core/transport.ts';
import type { LogRecord, RecordBatch } from './record-codec.ts';

/**
 * What a log transport keeps its records and positions in. Offsets are numbers in here (they stay exact up to 2^48)
 * and `bigint` only at the transport's edge.
 */
export interface LogStorage {
  topic(name: string): LogTopic | undefined;
  /** Creates a topic whose name the caller has checked; one that exists is left as it is and answers false. */
  createTopic(spec: TopicSpec): Promise<boolean>;
  readonly offsets: OffsetStore;
  /** Waits for what is being written, then releases everything. */
  close(): Promise<void>;
}

export interface LogTopic {
  readonly name: string;
  /** Longest record that the topic takes, in bytes as stored. */
  readonly maxRecordBytes: number;
  readonly partitions: readonly PartitionLog[];
}

export interface PartitionLog {
  readonly topic: string;
  readonly partition: number;
  /** Offset of the oldest record; retention moves it. */
  readonly start: number;
  /** Offset of the next record. Everything before it is stored as durably as the log promises. */
  readonly end: number;
  /** Appends the records in order and resolves with the offset of the first, once `end` is behind them. */
  append(batch: RecordBatch): Promise<number>;
  /** Records from offset `from` on, none only where `from` is the end. `from` lies between `start` and `end`. */
  read(from: number, limit: ReadLimit): Promise<readonly LogRecord[]>;
  /** Resolves when `end` is above `offset`, or when the signal is aborted. */
  grown(offset: number, signal: AbortSignal): Promise<void>;
}

/** How much to read at a time; a single record is read whatever its size. */
export interface ReadLimit {
  readonly records: number;
  readonly bytes: number;
}

export interface GroupPartition {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
}

export interface OffsetStore {
  committed(at: GroupPartition): number | undefined;
  /** Takes effect at once for this process and is stored when it resolves. */
  commit(at: GroupPartition, offset: number): Promise<void>;
}

/** The topic of that name, or `TOPIC_UNKNOWN`. */
export function knownTopic(storage: LogStorage, name: string): LogTopic {
  const topic = storage.topic(name);
  if (topic === undefined) {
    throw new RuntimeError(
      'TOPIC_UNKNOWN',
      `There is no topic '${name}': create it with ensureTopics, or correct the name in the contract.`,
    );
  }
  return topic;
}
