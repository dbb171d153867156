/**
 * The partition of a record, as Kafka's default partitioner for Java chooses it: records of one key meet in one
 * partition whichever client wrote them. An empty key is a key.
 *
 * @param nextTurn counts the records without a key, from 0; they take the partitions in turn.
 */
export function partitionOf(key: Uint8Array | null, partitions: number, nextTurn: () => number): number {
  return (key === null ? nextTurn() : murmur2(key) & 0x7fffffff) % partitions;
}

const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/** Murmur2 with the seed of Kafka's Java client (`Utils.murmur2`), as a signed 32-bit number. */
export function murmur2(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tail = bytes.length & ~3;
  let hash = SEED ^ bytes.length;
  for (let at = 0; at < tail; at += 4) {
    let word = Math.imul(view.getInt32(at, true), M);
    word = Math.imul(word ^ (word >>> 24), M);
    hash = Math.imul(hash, M) ^ word;
  }
  if (tail < bytes.length) {
    for (let at = bytes.length - 1; at >= tail; at--) {
      hash ^= view.getUint8(at) << ((at - tail) * 8);
    }
    hash = Math.imul(hash, M);
  }
  hash = Math.imul(hash ^ (hash >>> 13), M);
  return hash ^ (hash >>> 15);
}
