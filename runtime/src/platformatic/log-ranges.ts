import type { Broker, listOffsetsV9 } from '@platformatic/kafka';
import type { Partition } from '../partitions/fetch-control.ts';
import type { OffsetRange } from '../partitions/start-offset.ts';
import type { Cluster } from './cluster.ts';
import { brokerError } from './kafka-error.ts';
import { nameOf } from './partition-name.ts';
import { request } from './request.ts';

/** An offset to ask for: the first record's, the one behind the last, or behind what readers see. */
type End = 'first' | 'last' | 'readable';

/** What stands for a time in a request. */
const timestamps: Readonly<Record<End, bigint>> = { first: -2n, last: -1n, readable: -1n };

const readCommitted = 1;
const readUncommitted = 0;

/** The sender is no broker. */
const noReplica = -1;

/** What the log has of each partition, by its name. Rejects where one of them cannot be asked. */
export async function readRanges(
  cluster: Cluster,
  partitions: readonly Partition[],
): Promise<ReadonlyMap<string, OffsetRange>> {
  const [lows, highs] = await Promise.all([
    readOffsets(cluster, partitions, 'first'),
    readOffsets(cluster, partitions, 'last'),
  ]);
  return new Map([...lows].map(([name, low]) => [name, { low, high: highs.get(name) ?? low }]));
}

/**
 * An end of each partition's log, by the partition's name. In one attempt, of the leaders as they are now: the driver's
 * own `listOffsets` goes on asking those of a while ago.
 */
export async function readOffsets(
  cluster: Cluster,
  partitions: readonly Partition[],
  end: End,
): Promise<ReadonlyMap<string, bigint>> {
  const byLeader = await groupByLeader(cluster, partitions);
  const offsets = await Promise.all([...byLeader].map(([broker, own]) => askLeader(cluster, broker, { own, end })));
  return new Map(offsets.flat());
}

async function groupByLeader(cluster: Cluster, partitions: readonly Partition[]): Promise<Map<Broker, Partition[]>> {
  const { brokers, topics, failures } = await cluster.describe([...new Set(partitions.map(({ topic }) => topic))]);
  return Map.groupBy(partitions, ({ topic, partition }) => {
    const leader = brokers.get(topics.get(topic)?.leaders[partition] ?? -1);
    if (leader === undefined) {
      throw failures.get(topic) ?? new Error(`partition ${partition} of '${topic}' has no leader at the moment`);
    }
    return leader;
  });
}

async function askLeader(
  cluster: Cluster,
  broker: Broker,
  { own, end }: { readonly own: readonly Partition[]; readonly end: End },
): Promise<readonly (readonly [string, bigint])[]> {
  const connection = await cluster.connect(broker);
  const isolation = end === 'readable' ? readCommitted : readUncommitted;
  const topics = [...Map.groupBy(own, ({ topic }) => topic)].map(([name, places]) => ({
    name,
    partitions: places.map(({ partition }) => ({
      partitionIndex: partition,
      currentLeaderEpoch: -1,
      timestamp: timestamps[end],
    })),
  }));
  const answer = await request({ client: cluster.client, connection }, 'ListOffsets', noReplica, isolation, topics);
  return answer.topics.flatMap(toOffsets);
}

function toOffsets({
  name,
  partitions,
}: listOffsetsV9.ListOffsetResponseTopic): readonly (readonly [string, bigint])[] {
  return partitions.map(({ partitionIndex, errorCode, offset }) => {
    if (errorCode !== 0) throw brokerError(errorCode);
    return [nameOf({ topic: name, partition: partitionIndex }), offset] as const;
  });
}
