import { headerBytes } from '../core/header-text.ts';
import { murmur2 } from '../core/partitioner.ts';
import type { OutgoingRecord } from '../core/transport.ts';

/** The outbox in parts, each of which one relay empties at a time. */
export const shardCount = 16;

/** The first numbers of the advisory locks that keep the order; the second is the shard or the hash. */
export const orderLock = { shard: 1_163_284_301, key: 1_163_284_302 } as const;

/** What keeps the order of one topic and key: records with the same hash are numbered in the order of the commits. */
export function orderHash({ topic, key }: Pick<OutgoingRecord, 'topic' | 'key'>): number {
  const name = topicBytes(topic);
  const bytes = new Uint8Array(name.length + (key?.length ?? 0));
  bytes.set(name);
  if (key !== null) bytes.set(key, name.length);
  return murmur2(bytes);
}

export function shardOf(hash: number): number {
  return (hash >>> 0) % shardCount;
}

const remembered = new Map<string, Uint8Array>();

/** Topics are few; a service that makes up names for ever must not fill the memory with them. */
function topicBytes(topic: string): Uint8Array {
  const known = remembered.get(topic);
  if (known !== undefined) return known;
  // The zero keeps `a` + `bc` apart from `ab` + `c`.
  const bytes = headerBytes(`${topic}\0`);
  if (remembered.size < 1_000) remembered.set(topic, bytes);
  return bytes;
}
