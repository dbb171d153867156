import type { StoredRecord, Subscription, Transport } from '@eventwright/runtime';

/** Watches topics from now on, in a group of its own. It commits nothing, so each tap starts with what is new. */
export function tapEvents(
  transport: Transport,
  topics: readonly string[],
  watch: (record: StoredRecord) => void,
): Promise<Subscription> {
  return transport.subscribe({
    group: 'shop-tap',
    topics,
    startFrom: 'latest',
    onRecords: async (_claim, records) => {
      for (const record of records) watch(record);
    },
  });
}
