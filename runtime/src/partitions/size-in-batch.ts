import type { OutgoingRecord } from '../core/transport.ts';

/**
 * Bytes that the record takes in a batch, at most: key, value and headers, their lengths, and the record's own fields.
 */
export function sizeInBatch({ key, value, headers }: OutgoingRecord): number {
  let size = 32 + (key?.length ?? 0) + (value?.length ?? 0);
  for (const [name, bytes] of headers) size += 10 + 3 * name.length + bytes.length;
  return size;
}
