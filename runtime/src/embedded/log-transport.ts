import { RuntimeError } from '../core/errors.ts';
import type { Subscription, Transport } from '../core/transport.ts';
import { createGroupCoordinator } from './group-coordinator.ts';
import { createPublisher } from './publisher.ts';
import { knownTopic, type LogStorage } from './storage.ts';
import { checkSubscribeOptions, startSubscription } from './subscription.ts';
import { checkTopicSpec } from './topic-settings.ts';

/** A transport whose log and consumer groups live in this process. */
export interface LogTransport extends Transport {
  /**
   * Sets a group's position in all partitions of a topic to the oldest record or behind the newest: the way on for a
   * group that retention has overtaken. Rejects with `CONFIGURATION_INVALID` while the group has members.
   */
  resetOffsets(group: string, topic: string, to: 'earliest' | 'latest'): Promise<void>;
}

export interface LogTransportOptions {
  readonly storage: LogStorage;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export function createLogTransport({ storage, now }: LogTransportOptions): LogTransport {
  const subscriptions = new Set<Subscription>();
  const publisher = createPublisher(storage, now);
  const coordinator = createGroupCoordinator((topic) => storage.topic(topic)?.partitions ?? []);
  let closing: Promise<void> | undefined;

  function assertOpen(): void {
    if (closing !== undefined) {
      throw new RuntimeError('TRANSPORT_CLOSED', 'The log is closed: open it again to use it.');
    }
  }

  async function closeAll(): Promise<void> {
    await Promise.all([...subscriptions].map((subscription) => subscription.close()));
    await storage.close();
  }

  return {
    async publish(records) {
      assertOpen();
      return publisher.publish(records);
    },
    async subscribe(options) {
      assertOpen();
      checkSubscribeOptions(options);
      for (const topic of options.topics) {
        knownTopic(storage, topic);
      }
      const onClosed = (): unknown => subscriptions.delete(subscription);
      const subscription = startSubscription(options, { coordinator, offsets: storage.offsets, onClosed });
      subscriptions.add(subscription);
      return subscription;
    },
    async ensureTopics(specs) {
      assertOpen();
      specs.forEach(checkTopicSpec);
      const created = await Promise.all(specs.map((spec) => storage.createTopic(spec)));
      return specs.filter((_, index) => created[index]).map(({ topic }) => topic);
    },
    async resetOffsets(group, topic, to) {
      assertOpen();
      if (coordinator.hasMembers(group)) {
        throw new RuntimeError('CONFIGURATION_INVALID', `Group '${group}' is at work: close its subscriptions first.`);
      }
      const { partitions } = knownTopic(storage, topic);
      const reset = partitions.map(({ partition, start, end }) =>
        storage.offsets.commit({ group, topic, partition }, to === 'earliest' ? start : end),
      );
      await Promise.all(reset);
    },
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}
