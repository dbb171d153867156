import type { SubscribeOptions } from '../core/transport.ts';
import type { Partition } from './fetch-control.ts';
import { isOfEarlierTopic, type TopicIdentity } from './position-note.ts';
import { type Assignment, partitionsOf } from './share-out.ts';
import { type OffsetRange, type StartOffset, startOffset } from './start-offset.ts';
import type { SubscriptionMemory } from './subscription-memory.ts';

/** Where a group stands in a partition, as the brokers say. */
export interface GroupPosition {
  readonly offset: bigint;
  /** What was stored beside it. */
  readonly note: string | null | undefined;
}

/** What the brokers say of the topics and the group. */
export interface Observation {
  /**
   * By name, as far as it is known. Looked up before anything else: where a topic is made anew meanwhile, the rest may be
   * of the new one, and reading that goes by these ids notices.
   */
  readonly topics: ReadonlyMap<string, TopicIdentity>;
  /** How many partitions each topic has. */
  readonly counts: ReadonlyMap<string, number>;
  positionOf(partition: Partition): GroupPosition | undefined;
  rangeOf(partition: Partition): OffsetRange | undefined;
}

export interface Beginning {
  readonly starts: readonly StartOffset[];
  /** The topics that these are offsets of, by their names; as far as brokers tell. */
  readonly topics: ReadonlyMap<string, TopicIdentity>;
}

/**
 * Where to begin in each assigned partition. Throws `OFFSET_OUT_OF_RANGE` where the log no longer has the group's position,
 * or the position is of a topic that was made anew since.
 */
export function startOffsets(
  assignment: Assignment,
  { topics, counts, positionOf, rangeOf }: Observation,
  { subscription, memory }: { readonly subscription: SubscribeOptions; readonly memory: SubscriptionMemory },
): Beginning {
  const { group, startFrom } = subscription;
  for (const error of memory.counted(counts)) subscription.onError?.(error);
  const starts = partitionsOf(assignment).map((partition) => {
    const { offset: position, note } = positionOf(partition) ?? {};
    const identity = topics.get(partition.topic);
    return startOffset({
      ...{ group, startFrom, ...partition, position },
      known: memory.position(partition),
      isAdded: memory.wasAdded(partition),
      isAnew:
        identity !== undefined &&
        (memory.firstIdOf(partition.topic, identity.topic) !== identity.topic || isOfEarlierTopic(note, identity)),
      range: rangeOf(partition) ?? { low: 0n, high: 0n },
    });
  });
  return { starts, topics };
}
