import type { PartitionClaim, SubscribeOptions, Transport } from '../../core/transport.ts';
import type { JournalNotes } from './journal.ts';

/** The transport, with everything that goes through it noted, and commits that wait for nothing. */
export function observedTransport(transport: Transport, note: JournalNotes, now: () => Date): Transport {
  return {
    ...transport,
    publish: async (records) => {
      const positions = await transport.publish(records);
      const timestamp = now().getTime();
      note.published(
        records.flatMap((record, index) => {
          const position = positions[index];
          return position === undefined ? [] : [{ ...record, ...position, timestamp }];
        }),
      );
      return positions;
    },
    subscribe: async (options) => {
      const left = Promise.withResolvers<() => void>();
      const subscription = await transport.subscribe({
        ...observed(options, note),
        onFatal: (error) => {
          void left.promise.then((leave) => leave());
          options.onFatal?.(error);
        },
      });
      const leave = note.joined(options.group, options.topics);
      left.resolve(leave);
      return { ...subscription, close: () => subscription.close().finally(leave) };
    },
  };
}

function observed({ onRecords, onClaim, ...options }: SubscribeOptions, note: JournalNotes): SubscribeOptions {
  const { group } = options;
  // The runtime tells claims apart by their identity, so each has one observed claim.
  const claims = new WeakMap<PartitionClaim, PartitionClaim>();
  const observedClaim = (claim: PartitionClaim): PartitionClaim => {
    const known = claims.get(claim);
    if (known !== undefined) return known;
    const { topic, partition, signal } = claim;
    const commit = async (offset: bigint): Promise<void> => {
      await claim.commit(offset);
      note.committed(group, { topic, partition }, offset);
    };
    const made = { topic, partition, signal, commit, commitInterval: 0 };
    claims.set(claim, made);
    return made;
  };
  return {
    ...options,
    ...(onClaim && { onClaim: (claim: PartitionClaim) => onClaim(observedClaim(claim)) }),
    onRecords: (claim, records) => {
      note.delivered(group, records);
      return onRecords(observedClaim(claim), records);
    },
  };
}
