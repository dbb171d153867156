import { RuntimeError } from '../core/errors.ts';
import type { SubscribeOptions, Subscription } from '../core/transport.ts';
import type { GroupCoordinator, GroupMember } from './group-coordinator.ts';
import { createMemoryOffsets } from './memory-offsets.ts';
import { consumePartition } from './partition-consumer.ts';
import type { OffsetStore, PartitionLog } from './storage.ts';

export interface SubscriptionContext {
  readonly coordinator: GroupCoordinator;
  readonly offsets: OffsetStore;
  /** Called once, when the subscription is closed. */
  onClosed(): void;
}

/** Joins the group and consumes what the group gives it. */
export function startSubscription(
  options: SubscribeOptions,
  { coordinator, offsets: lasting, onClosed }: SubscriptionContext,
): Subscription {
  const offsets = options.isEphemeral ? createMemoryOffsets() : lasting;
  const intake = new AbortController();
  const holdings = new Map<PartitionLog, AbortController>();
  // Nothing else here keeps the process alive; a subscription does, as one to a broker would.
  const keepAlive = setInterval(() => undefined, 0x7fffffff);

  const member: GroupMember = {
    topics: new Set(options.topics),
    get accepting() {
      return !intake.signal.aborted;
    },
    grant(log) {
      const held = new AbortController();
      holdings.set(log, held);
      const ended = AbortSignal.any([intake.signal, held.signal]);
      consumePartition({ log, offsets, subscription: options, held: held.signal, intake: ended }).catch(fail);
    },
    revoke(log) {
      holdings.get(log)?.abort();
      holdings.delete(log);
    },
  };

  function fail(error: Error): void {
    if (!intake.signal.aborted) {
      close();
      options.onFatal?.(error);
    }
  }

  function close(): void {
    intake.abort();
    clearInterval(keepAlive);
    coordinator.leave(options.group, member);
    onClosed();
  }

  coordinator.join(options.group, member);
  return {
    lag: async () =>
      [...holdings.keys()].map((log) => {
        const { topic, partition, start, end } = log;
        const committed = offsets.committed({ group: options.group, topic, partition });
        return { topic, partition, records: end - (committed ?? start) };
      }),
    stop: async () => intake.abort(),
    close: async () => close(),
  };
}

export function checkSubscribeOptions({ group, topics }: SubscribeOptions): void {
  if (group === '' || topics.length === 0) {
    throw new RuntimeError(
      'CONFIGURATION_INVALID',
      `A subscription needs a group and at least one topic; this is group '${group}' with topics [${topics}].`,
    );
  }
}
