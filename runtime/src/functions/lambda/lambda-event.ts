import { RuntimeError } from '../../core/errors.ts';
import type { StoredRecord } from '../../core/transport.ts';

/** What AWS Lambda gives a function for records of Kafka: of MSK (`aws:kafka`) and of a cluster of one's own. */
export interface LambdaKafkaEvent {
  readonly eventSource: string;
  /** By topic and partition, `orders-0`; each in the order of the offsets. */
  readonly records: Readonly<Record<string, readonly LambdaKafkaRecord[]>>;
}

export interface LambdaKafkaRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** In milliseconds since the epoch. */
  readonly timestamp: number;
  readonly timestampType?: string;
  /** Base64, as the value is; missing where the record has none. */
  readonly key?: string | null;
  readonly value?: string | null;
  /** Bytes by name; as Java writes them, those from 128 on may be negative. */
  readonly headers?: readonly Readonly<Record<string, readonly number[]>>[];
}

/** From which record on a partition is to be delivered again; none where all is done. */
export interface LambdaKafkaResponse {
  readonly batchItemFailures: readonly {
    /** Topic and partition, `orders-0`, and the offset. */
    readonly itemIdentifier: { readonly partition: string; readonly offset: number };
  }[];
}

/** What Lambda gives beside the event, as far as it is needed here. */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

/** Records of one partition, in the order of their offsets. */
export interface LambdaPartition {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly StoredRecord[];
}

/** The partitions of an invocation. Throws `VALUE_INVALID` where the event is not one of Kafka's. */
export function partitionsOf({ eventSource, records }: LambdaKafkaEvent): readonly LambdaPartition[] {
  if (typeof records !== 'object' || records === null || Array.isArray(records)) {
    throw new RuntimeError(
      'VALUE_INVALID',
      `the function was given an event of ${JSON.stringify(eventSource)} without records of Kafka; ` +
        'give lambdaHandler() to event source mappings of MSK or of self-managed Kafka',
    );
  }
  return Object.values(records).flatMap((given): readonly LambdaPartition[] => {
    const stored = given.map(storedRecord);
    const [first] = stored;
    return first === undefined ? [] : [{ topic: first.topic, partition: first.partition, records: stored }];
  });
}

function storedRecord({
  topic,
  partition,
  offset,
  timestamp,
  key,
  value,
  headers = [],
}: LambdaKafkaRecord): StoredRecord {
  return {
    topic,
    partition: Number(partition),
    offset: BigInt(offset),
    timestamp,
    key: bytesOf(key),
    value: bytesOf(value),
    headers: new Map(
      headers.flatMap((header) =>
        Object.entries(header).map(([name, bytes]) => [name, Uint8Array.from(bytes)] as const),
      ),
    ),
  };
}

function bytesOf(base64: string | null | undefined): Uint8Array | null {
  return base64 === undefined || base64 === null ? null : Uint8Array.from(Buffer.from(base64, 'base64'));
}
