import { RuntimeError } from '../../core/errors.ts';
import type { PartitionClaim, SubscribeOptions, Subscriber, Subscription } from '../../core/transport.ts';
import type { LambdaPartition } from './lambda-event.ts';

/** A log that holds what an invocation brings, and nothing else. */
export interface InvocationLog extends Subscriber {
  /**
   * Hands the records of a partition to all who subscribe to its topic. Resolves with the offset before which everything
   * is done: past the last record, or as far as they came when the signal was aborted. Throws `CONFIGURATION_INVALID` where
   * nobody subscribes to the topic: what nobody reads would count as done.
   */
  deliver(partition: LambdaPartition, signal: AbortSignal): Promise<bigint>;
}

export function createInvocationLog(): InvocationLog {
  const subscribers = new Set<SubscribeOptions>();
  return {
    subscribe: async (options) => {
      subscribers.add(options);
      const end = async (): Promise<void> => void subscribers.delete(options);
      return { stop: end, close: end } satisfies Subscription;
    },
    deliver: async (partition, signal) => {
      const readers = [...subscribers].filter(({ topics }) => topics.includes(partition.topic));
      if (readers.length === 0) throw unread(partition);
      const reached = await Promise.all(readers.map((reader) => deliverTo(reader, partition, signal)));
      return reached.reduce((least, offset) => (offset < least ? offset : least));
    },
  };
}

/** A claim for this invocation alone: what is not done at its end is delivered again, and belongs to that invocation. */
async function deliverTo(
  { onClaim, onRecords }: SubscribeOptions,
  { topic, partition, records }: LambdaPartition,
  signal: AbortSignal,
): Promise<bigint> {
  const over = new AbortController();
  const done = Promise.withResolvers<void>();
  const end = (records.at(-1)?.offset ?? -1n) + 1n;
  let reached = records[0]?.offset ?? 0n;
  const claim: PartitionClaim = {
    topic,
    partition,
    signal: over.signal,
    commitInterval: 0,
    commit: async (offset) => {
      if (over.signal.aborted) throw new RuntimeError('CLAIM_ENDED', `the invocation that had ${topic} is over`);
      if (offset > reached) reached = offset;
      if (reached >= end) done.resolve();
    },
  };
  const stop = (): void => done.resolve();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  onClaim?.(claim);
  onRecords(claim, records).catch(stop);
  await done.promise;
  signal.removeEventListener('abort', stop);
  over.abort(new RuntimeError('CLAIM_ENDED', `the invocation that had ${topic} is over`));
  return reached;
}

function unread({ topic }: LambdaPartition): RuntimeError {
  return new RuntimeError(
    'CONFIGURATION_INVALID',
    `the function is given records of ${topic}, which its application does not receive; ` +
      'take the topic out of the event source mapping, or receive it',
  );
}
