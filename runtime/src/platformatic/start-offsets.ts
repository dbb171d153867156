import type { Consumer } from '@platformatic/kafka';
import { RuntimeError } from '../core/errors.ts';
import type { SubscribeOptions } from '../core/transport.ts';
import { waitByTimer } from '../core/wait.ts';
import type { Partition } from '../partitions/fetch-control.ts';
import { type Assignment, partitionsOf } from '../partitions/share-out.ts';
import { type Beginning, startOffsets } from '../partitions/start-offsets.ts';
import type { SubscriptionMemory } from '../partitions/subscription-memory.ts';
import { type Cluster, identitiesOf } from './cluster.ts';
import { readPositions } from './group-positions.ts';
import { isPermanent, toRuntimeError } from './kafka-error.ts';
import { readRanges } from './log-ranges.ts';
import { nameOf } from './partition-name.ts';

export interface StartOffsetsOptions {
  readonly cluster: Cluster;
  readonly consumer: Consumer;
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
 * group's position, or has it of a topic that was made anew since; with the signal's reason where that is aborted.
 */
export async function readStartOffsets(assignment: Assignment, options: StartOffsetsOptions): Promise<Beginning> {
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

async function readOnce(assignment: Assignment, options: StartOffsetsOptions): Promise<Beginning> {
  const { cluster, consumer } = options;
  const partitions = partitionsOf(assignment);
  if (partitions.length === 0) return { starts: [], topics: new Map() };
  const view = await cluster.describe(Object.keys(assignment));
  // One that is not there may be another one of its name when it is.
  for (const failure of view.failures.values()) throw failure;
  const topics = identitiesOf(view);
  const [positions, ranges] = await Promise.all([readPositions(consumer, assignment), readRanges(cluster, partitions)]);
  const observation = {
    topics,
    counts: new Map([...view.topics].map(([topic, { leaders }]) => [topic, leaders.length])),
    positionOf: (partition: Partition) => positions.get(nameOf(partition)),
    rangeOf: (partition: Partition) => ranges.get(nameOf(partition)),
  };
  return startOffsets(assignment, observation, options);
}
