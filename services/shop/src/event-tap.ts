import type { StoredRecord, Subscription, Transport } from '@eventwright/runtime';

/**
 * Watches topics in a group of its own: the first time from now on, later from where it stopped watching, so that nothing
 * is missed and nothing shown twice.
 */
export function tapEvents(
  transport: Transport,
  topics: readonly string[],
  watch: (record: StoredRecord) => void,
): Promise<Subscription> {
  return transport.subscribe({
    group: 'shop-tap',
    topics,
    startFrom: 'latest',
    onRecords: async (claim, records) => {
      for (const record of records) watch(record);
      const last = records.at(-1);
      if (last !== undefined) await claim.commit(last.offset + 1n);
    },
  });
}
