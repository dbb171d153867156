import { headerBytes } from '../header-text.ts';
import type { StoredRecord } from '../transport.ts';

/** Whether the record is a dead letter that was published again for another consumer group, which alone handles it. */
export function isForAnotherGroup({ headers }: StoredRecord, group: string): boolean {
  if (!isReplay({ headers })) return false;
  const addressee = headers.get('dlq_group');
  return addressee !== undefined && !sameBytes(addressee, headerBytes(group));
}

/** Whether the record is a dead letter that was published again. */
export function isReplay({ headers }: Pick<StoredRecord, 'headers'>): boolean {
  return headers.has('dlq_replay_id');
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}
