import type { IHeaders, KafkaMessage, Message } from 'kafkajs';
import type { OutgoingRecord, StoredRecord, WireHeaders } from '../core/transport.ts';

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
    headers: toWireHeaders(message.headers),
    timestamp: Number(message.timestamp),
  };
}

function toWireHeaders(headers: IHeaders = {}): WireHeaders {
  const wire = new Map<string, Uint8Array>();
  for (const name of Object.keys(headers)) wire.set(name, lastOf(headers[name]));
  return wire;
}

/** Without a prototype, since a header may have any name. */
function toHeaders(headers: WireHeaders): IHeaders {
  const named: IHeaders = Object.create(null);
  for (const [name, bytes] of headers) named[name] = toBuffer(bytes);
  return named;
}

/** The same bytes, not a copy. */
function toBuffer(bytes: Uint8Array): Buffer;
function toBuffer(bytes: Uint8Array | null): Buffer | null;
function toBuffer(bytes: Uint8Array | null): Buffer | null {
  if (bytes === null || Buffer.isBuffer(bytes)) return bytes;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** kafkajs gives a list where a name comes twice. A header without a value counts as an empty one. */
function lastOf(value: IHeaders[string]): Uint8Array {
  if (Buffer.isBuffer(value)) return value;
  const last = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === 'string' ? Buffer.from(last) : (last ?? Buffer.alloc(0));
}
