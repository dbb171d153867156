import type { Consumer } from '@platformatic/kafka';
import { RuntimeError } from '../core/errors.ts';
import type { SubscribeOptions } from '../core/transport.ts';
import { waitByTimer } from '../core/wait.ts';
import { type Assignment, partitionsOf } from '../partitions/share-out.ts';
import { type StartOffset, startOffset } from '../partitions/start-offset.ts';
import type { SubscriptionMemory } from '../partitions/subscription-memory.ts';
import type { Cluster } from './cluster.ts';
import { isPermanent, toRuntimeError } from './kafka-error.ts';
import { readRanges } from './log-ranges.ts';
import { nameOf } from './partition-name.ts';

export interface StartOffsetsOptions {
  readonly cluster: Cluster;
  readonly consumer: Pick<Consumer, 'listCommittedOffsets'>;
  readonly subscription: SubscribeOptions;
  readonly memory: SubscriptionMemory;
  /** Ends the trying. */
  readonly signal: AbortSignal;
}

/** How long leaders may be away while a group begins, in milliseconds. */
const patience = 30_000;
const retryPause = 300;

/**
 * Where to begin in each assigned partition. Rejects with `OFFSET_OUT_OF_RANGE` where the log no longer has the
 * group's position, with the signal's reason where that is aborted.
 */
export async function readStartOffsets(
  assignment: Assignment,
  options: StartOffsetsOptions,
): Promise<readonly StartOffset[]> {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      return await readOnce(assignment, options);
    } catch (error) {
      if (RuntimeError.is(error)) throw error;
      if (isPermanent(error) || Date.now() > deadline) {
        throw toRuntimeError(error, `the positions of group '${options.subscription.group}' could not be read`);
      }
    }
    await waitByTimer(retryPause, options.signal);
  }
}

async function readOnce(assignment: Assignment, options: StartOffsetsOptions): Promise<readonly StartOffset[]> {
  const { cluster, consumer, memory, subscription } = options;
  const { group, startFrom } = subscription;
  const partitions = partitionsOf(assignment);
  if (partitions.length === 0) return [];
  const [positions, ranges, counts] = await Promise.all([
    readPositions(consumer, assignment),
    readRanges(cluster, partitions),
    readCounts(cluster, Object.keys(assignment)),
  ]);
  for (const error of memory.counted(counts)) subscription.onError?.(error);
  return partitions.map((partition) =>
    startOffset({
      group,
      startFrom,
      ...partition,
      position: positions.get(nameOf(partition)),
      known: memory.position(partition),
      isAdded: memory.wasAdded(partition),
      range: ranges.get(nameOf(partition)) ?? { low: 0n, high: 0n },
    }),
  );
}

async function readPositions(
  consumer: Pick<Consumer, 'listCommittedOffsets'>,
  assignment: Assignment,
): Promise<ReadonlyMap<string, bigint>> {
  // The client would take an empty list for all partitions.
  const topics = Object.entries(assignment).flatMap(([topic, partitions]) =>
    partitions.length === 0 ? [] : [{ topic, partitions: [...partitions] }],
  );
  const positions = await consumer.listCommittedOffsets({ topics });
  return new Map(
    partitionsOf(assignment).flatMap(({ topic, partition }) => {
      const position = positions.get(topic)?.[partition];
      // Negative is how Kafka says that there is none.
      return position === undefined || position < 0n ? [] : [[nameOf({ topic, partition }), position] as const];
    }),
  );
}

async function readCounts(cluster: Cluster, topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const view = await cluster.describe(topics);
  return new Map([...view.topics].map(([topic, { leaders }]) => [topic, leaders.length]));
}
