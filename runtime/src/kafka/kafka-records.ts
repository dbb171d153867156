import type { IHeaders, KafkaMessage, Message } from 'kafkajs';
import type { OutgoingRecord, StoredRecord } from '../core/transport.ts';

/** The record for kafkajs, for a partition that is settled. */
export function toMessage({ key, value, headers }: OutgoingRecord, partition: number): Message {
  return { key: toBuffer(key), value: toBuffer(value), headers: toHeaders(headers), partition };
}

/** The record as the log holds it. Its time is the one that the producer or, where so configured, the broker set. */
export function toStoredRecord(topic: string, partition: number, message: KafkaMessage): StoredRecord {
  return {
    topic,
    partition,
    offset: BigInt(message.offset),
    key: message.key,
    value: message.value,
    headers: new Map(Object.entries(message.headers ?? {}).map(([name, value]) => [name, lastOf(value)])),
    timestamp: Number(message.timestamp),
  };
}

function toHeaders(headers: ReadonlyMap<string, Uint8Array>): IHeaders {
  return Object.fromEntries([...headers].map(([name, bytes]) => [name, toBuffer(bytes)]));
}

/** The same bytes, not a copy. */
function toBuffer(bytes: Uint8Array): Buffer;
function toBuffer(bytes: Uint8Array | null): Buffer | null;
function toBuffer(bytes: Uint8Array | null): Buffer | null {
  return bytes === null ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** kafkajs gives a list where a name comes twice. A header without a value counts as an empty one. */
function lastOf(value: IHeaders[string]): Uint8Array {
  const last = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === 'string' ? Buffer.from(last) : (last ?? Buffer.alloc(0));
}
