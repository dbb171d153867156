import type { Logger } from '../core/client.ts';
import type { ReplyTopics } from '../core/requests.ts';
import type { PartitionClaim, StoredRecord, Subscriber, Subscription } from '../core/transport.ts';
import type { Wait } from '../core/wait.ts';

export interface ReplyListenerOptions {
  readonly transport: Subscriber;
  readonly instance: string;
  readonly log: Logger;
  readonly wait: Wait;
  readonly now: () => Date;
  take(application: string, record: StoredRecord): void;
}

/** Reads the topics that replies come on, each from its end. */
export interface ReplyListener {
  listen(replies: ReplyTopics): Promise<void>;
  close(): Promise<void>;
}

/** How often positions are committed at most, in milliseconds: they only spare one who rejoins what is long over. */
const commitInterval = 5_000;

/** Before a subscription that has ended for good is followed by another one, in milliseconds. */
const reopenPause = 1_000;

export function createReplyListener(options: ReplyListenerOptions): ReplyListener {
  const { log, wait } = options;
  const listening = new Map<string, Promise<void>>();
  const subscriptions = new Set<Subscription>();
  const closing = new AbortController();
  let opened = 0;

  async function open({ application, topics }: ReplyTopics): Promise<void> {
    opened += 1;
    const group = `${application}-replies-${options.instance}-${opened}`;
    const end = Promise.withResolvers<void>();
    const subscription = await options.transport.subscribe({
      group,
      topics,
      startFrom: 'latest',
      isEphemeral: true,
      onRecords: readReplies(application, options),
      onError: (error) => log.warn({ group, err: error }, 'replies met a failure and go on'),
      onFatal: (error) => {
        log.warn({ group, err: error }, 'replies have to be listened to anew; some may be missed');
        end.resolve();
      },
    });
    if (closing.signal.aborted) return subscription.close();
    subscriptions.add(subscription);
    void end.promise.then(() => reopen(subscription, { application, topics }));
  }

  /** From the end of the topics: what came meanwhile is missed, and its requests time out. */
  async function reopen(ended: Subscription, replies: ReplyTopics): Promise<void> {
    subscriptions.delete(ended);
    for (const topic of replies.topics) listening.delete(topic);
    await ended.close().catch(() => undefined);
    while (!closing.signal.aborted) {
      const isOpen = await listen(replies).then(
        () => true,
        () => false,
      );
      if (isOpen) return;
      await wait(reopenPause, closing.signal).catch(() => undefined);
    }
  }

  async function listen({ application, topics }: ReplyTopics): Promise<void> {
    const missing = topics.filter((topic) => !listening.has(topic));
    if (missing.length > 0) {
      const opening = open({ application, topics: missing });
      for (const topic of missing) listening.set(topic, opening);
      opening.catch(() => {
        // The next one who asks tries again.
        for (const topic of missing) if (listening.get(topic) === opening) listening.delete(topic);
      });
    }
    await Promise.all(topics.map((topic) => listening.get(topic)));
  }

  return {
    listen,
    close: async () => {
      closing.abort();
      await Promise.all([...subscriptions].map((subscription) => subscription.close()));
    },
  };
}

type ReadReplies = (claim: PartitionClaim, records: readonly StoredRecord[]) => Promise<void>;

function readReplies(application: string, { take, now }: ReplyListenerOptions): ReadReplies {
  const committed = new WeakMap<PartitionClaim, number>();
  return async (claim, records) => {
    for (const record of records) take(application, record);
    const last = records.at(-1);
    const at = now().getTime();
    if (last === undefined || at - (committed.get(claim) ?? 0) < commitInterval) return;
    committed.set(claim, at);
    // Nothing hangs on it.
    claim.commit(last.offset + 1n).catch(() => undefined);
  };
}
