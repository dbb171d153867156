import { lanesPerPartition } from '../delivery.ts';
import { murmur2 } from '../partitioner.ts';
import type { StoredRecord } from '../transport.ts';

/**
 * The virtual lane of a record within its partition: always the same for a key. Other bits of the hash than those that
 * choose the partition, so that the keys of a partition spread over all lanes; records without a key spread anyhow.
 */
export function laneOf({ key, offset }: Pick<StoredRecord, 'key' | 'offset'>): number {
  return key === null ? Number(offset % BigInt(lanesPerPartition)) : (murmur2(key) >>> 8) % lanesPerPartition;
}
