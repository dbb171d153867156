import type { Logger } from '../core/client.ts';
import { openDurableMap } from './durable-map.ts';
import type { GroupPartition, OffsetStore, PartitionLog } from './storage.ts';

/** Committed offsets, kept in a file. */
export interface GroupOffsets extends OffsetStore {
  /**
   * Brings positions back to the partition's end that lie behind it. They do where a machine that did not sync its
   * log lost power: the offsets in between will be given to new records, and those must not be skipped.
   */
  returnToEnd(log: PartitionLog): Promise<void>;
  close(): Promise<void>;
}

export interface GroupOffsetsOptions {
  readonly path: string;
  readonly durable: boolean;
  readonly log: Logger | undefined;
}

export async function openGroupOffsets({ path, durable, log }: GroupOffsetsOptions): Promise<GroupOffsets> {
  const offsets = await openDurableMap({ path, parse: parseOffset, durable, log });
  return {
    committed: (at) => offsets.get(keyOf(at)),
    commit: (at, offset) => offsets.set(keyOf(at), offset),
    async returnToEnd({ topic, partition, end }) {
      for (const [key, offset] of offsets.entries()) {
        if (offset > end && isOf(key, topic, partition)) {
          log?.warn({ position: key, offset, end }, 'The partition ends before the position of a group');
          await offsets.set(key, end);
        }
      }
    },
    close: () => offsets.close(),
  };
}

function keyOf({ group, topic, partition }: GroupPartition): string {
  return JSON.stringify([topic, partition, group]);
}

function isOf(key: string, topic: string, partition: number): boolean {
  return key.startsWith(`${JSON.stringify([topic, partition]).slice(0, -1)},`);
}

function parseOffset(json: unknown): number | undefined {
  return typeof json === 'number' && Number.isSafeInteger(json) && json >= 0 ? json : undefined;
}
