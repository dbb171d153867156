import type { OutgoingRecord } from '../core/transport.ts';

/** What a record takes in a batch of Kafka at most, in bytes: its parts, their lengths, and the batch itself. */
export function recordSize({ key, value, headers }: OutgoingRecord): number {
  let size = 61 + 36 + (key?.length ?? 0) + (value?.length ?? 0);
  for (const [name, bytes] of headers) size += 10 + Buffer.byteLength(name) + bytes.length;
  return size;
}
