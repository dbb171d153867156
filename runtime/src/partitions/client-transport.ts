import { RuntimeError } from '../core/errors.ts';
import type {
  OutgoingRecord,
  RecordPosition,
  SubscribeOptions,
  Subscription,
  TopicSpec,
  Transport,
} from '../core/transport.ts';
import { withDeadline } from './deadline.ts';
import type { ClosablePublisher } from './publisher.ts';

/** What a client of Kafka does, each part of it for itself. */
export interface ClientParts {
  readonly publisher: ClosablePublisher;
  /** Rejects with `TOPIC_UNKNOWN` where a topic does not exist. */
  requireTopics(topics: readonly string[]): Promise<unknown>;
  ensureTopics(topics: readonly TopicSpec[]): Promise<readonly string[]>;
  /** Joins the group; gives up with `TRANSPORT_CLOSED` when the signal is aborted. */
  subscribe(subscription: SubscribeOptions, closing: AbortSignal): Promise<Subscription>;
  /** Deletes a group that has no members, with its positions. */
  deleteGroup(group: string): Promise<void>;
  /** Lets go of what is left when the others have ended. */
  release(): Promise<void> | void;
}

/** How long the deletion of a group may hold up whoever closes its subscription, in milliseconds. */
const deletionTimeout = 3_000;

/** A transport of these parts, which ends all that it has begun when it is closed. */
export function createClientTransport(parts: ClientParts): Transport {
  const { publisher } = parts;
  const subscriptions = new Set<Subscription>();
  const opening = new Set<Promise<unknown>>();
  const closing = new AbortController();
  let closed: Promise<void> | undefined;

  function requireOpen(): void {
    if (closed !== undefined) throw new RuntimeError('TRANSPORT_CLOSED', 'the connection to Kafka has been closed');
  }

  /** No asynchronous function, which would cost each record one more promise. */
  function publish(records: readonly OutgoingRecord[]): Promise<readonly RecordPosition[]> {
    try {
      requireOpen();
    } catch (error) {
      return Promise.reject(error);
    }
    return publisher.publish(records);
  }

  function keep(opened: Subscription, { group, isEphemeral = false }: SubscribeOptions): Subscription {
    const kept: Subscription = {
      ...opened,
      close: () =>
        opened
          .close()
          .then(() => (isEphemeral ? forget(group) : undefined))
          .finally(() => subscriptions.delete(kept)),
    };
    subscriptions.add(kept);
    return kept;
  }

  /** What cannot be deleted now the brokers forget in time. */
  async function forget(group: string): Promise<void> {
    const late = (): Error => new Error('the group was not deleted in time');
    await withDeadline(parts.deleteGroup(group), deletionTimeout, late).catch(() => undefined);
  }

  async function shutDown(): Promise<void> {
    closing.abort();
    await Promise.allSettled(opening);
    await Promise.all([publisher.close(), ...[...subscriptions].map((subscription) => subscription.close())]);
    await parts.release();
  }

  return {
    publish,
    async subscribe(subscription) {
      requireOpen();
      await parts.requireTopics(subscription.topics).finally(requireOpen);
      // Whoever waits for the opening finds the subscription among the others as soon as it is open.
      const opened = parts.subscribe(subscription, closing.signal).then((open) => keep(open, subscription));
      opening.add(opened);
      return opened.finally(() => opening.delete(opened));
    },
    async ensureTopics(topics) {
      requireOpen();
      return parts.ensureTopics(topics);
    },
    close() {
      closed ??= shutDown();
      return closed;
    },
  };
}
