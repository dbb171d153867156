import type { GroupPartition, OffsetStore } from './storage.ts';

/** Positions that are gone with whoever holds them. */
export function createMemoryOffsets(): OffsetStore {
  const committed = new Map<string, number>();
  const keyOf = ({ group, topic, partition }: GroupPartition): string => JSON.stringify([group, topic, partition]);
  return {
    committed: (at) => committed.get(keyOf(at)),
    async commit(at, offset) {
      committed.set(keyOf(at), offset);
    },
  };
}
