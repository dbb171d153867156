import type { Consumer, LogEntry } from 'kafkajs';
import type { Partition } from '../partitions/fetch-control.ts';
import type { Assignment } from '../partitions/share-out.ts';

/** What happens to a consumer, in our words. */
export interface ConsumerListener {
  /** The member has these partitions from now on. Called before anything is fetched. */
  onAssigned(assignment: Assignment): void;
  /** The member no longer has the partitions it had. */
  onRevoked(): void;
  /** The group has answered a heartbeat of this generation as it answers members. */
  onAnswered(generation: number): void;
  /** A batch held nothing but what readers never see, such as the marks of transactions. */
  onSkipped(partition: Partition, next: bigint): void;
  /** The consumer is at work. */
  onSign(): void;
  /** The consumer has ended and will not come back. */
  onFailed(error: Error): void;
}

/** Listens to a consumer until the returned function is called. */
export function listenToConsumer(consumer: Consumer, listener: ConsumerListener): () => void {
  const { events } = consumer;
  const remove = [
    consumer.on(events.FETCH_START, () => listener.onSign()),
    consumer.on(events.GROUP_JOIN, ({ payload }) => {
      listener.onSign();
      listener.onAssigned(payload.memberAssignment);
    }),
    consumer.on(events.REBALANCING, () => listener.onRevoked()),
    // Some ways to join again are not announced. Every one begins with this request, before the new generation.
    consumer.on(events.REQUEST, ({ payload }) => {
      if (payload.apiName === 'JoinGroup') listener.onRevoked();
    }),
    consumer.on(events.HEARTBEAT, ({ payload }) => listener.onAnswered(payload.groupGenerationId)),
    consumer.on(events.STOP, () => listener.onRevoked()),
    consumer.on(events.START_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize === 0) listener.onSkipped(payload, BigInt(payload.lastOffset) + 1n);
    }),
    consumer.on(events.CRASH, ({ payload }) => listener.onFailed(payload.error)),
  ];
  return () => {
    for (const each of remove) each();
  };
}

/**
 * The partition whose position kafkajs has just lost. It says so in its log and nowhere else, on its way to replace
 * the group's position by one of its own.
 */
export function lostPosition({ log }: LogEntry): Partition | undefined {
  const { message, topic, partition } = log;
  if (message !== 'Offset out of range, resetting to default offset') return undefined;
  return typeof topic === 'string' && typeof partition === 'number' ? { topic, partition } : undefined;
}

/**
 * True where a broker has answered a fetch that it does not know the topic. kafkajs then asks until one knows it, and goes
 * on at the same offset, though by then it may be another topic of the same name.
 */
export function missesTopic({ log }: LogEntry): boolean {
  return log.message.startsWith('Response Fetch(') && log['error'] === 'This server does not host this topic-partition';
}
