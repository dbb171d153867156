import type { Consumer } from '@platformatic/kafka';
import type { Partition } from '../partitions/fetch-control.ts';
import type { Assignment } from '../partitions/share-out.ts';
import { type OffsetRange, type StartOffset, startOffset } from '../partitions/start-offset.ts';
import { toRuntimeError } from './kafka-error.ts';

export interface StartOffsetsOptions {
  readonly consumer: Pick<Consumer, 'listCommittedOffsets' | 'listOffsets'>;
  readonly group: string;
  readonly startFrom: 'earliest' | 'latest';
}

/**
 * Where to begin in each assigned partition. Rejects with `OFFSET_OUT_OF_RANGE` where the log no longer has the
 * group's position.
 */
export async function readStartOffsets(
  assignment: Assignment,
  { consumer, group, startFrom }: StartOffsetsOptions,
): Promise<readonly StartOffset[]> {
  const topics = Object.entries(assignment).flatMap(([topic, partitions]) =>
    partitions.length === 0 ? [] : [{ topic, partitions: [...partitions] }],
  );
  if (topics.length === 0) return [];
  try {
    const [positions, ranges] = await Promise.all([
      consumer.listCommittedOffsets({ topics }),
      readRanges(consumer, assignment),
    ]);
    return topics.flatMap(({ topic, partitions }) =>
      partitions.map((partition) => {
        const stored = positions.get(topic)?.[partition];
        // Negative is how Kafka says that there is none.
        const position = stored === undefined || stored < 0n ? undefined : stored;
        const range = ranges(topic, partition);
        return startOffset({ group, startFrom, topic, partition, position, range });
      }),
    );
  } catch (error) {
    throw toRuntimeError(error, `the positions of group '${group}' could not be read`);
  }
}

const earliest = -2n;
const latest = -1n;

/** What the log has of one partition. */
export async function readRange(
  consumer: Pick<Consumer, 'listOffsets'>,
  { topic, partition }: Partition,
): Promise<OffsetRange> {
  return (await readRanges(consumer, { [topic]: [partition] }))(topic, partition);
}

/** What the log has of each partition. */
async function readRanges(
  consumer: Pick<Consumer, 'listOffsets'>,
  assignment: Assignment,
): Promise<(topic: string, partition: number) => OffsetRange> {
  const own = Object.entries(assignment).filter(([, numbers]) => numbers.length > 0);
  // The client sorts the lists that it is given.
  const asked = () => ({
    topics: own.map(([topic]) => topic),
    partitions: Object.fromEntries(own.map(([topic, numbers]) => [topic, [...numbers]])),
  });
  const [lows, highs] = await Promise.all([
    consumer.listOffsets({ ...asked(), timestamp: earliest }),
    consumer.listOffsets({ ...asked(), timestamp: latest }),
  ]);
  return (topic, partition) => ({
    low: lows.get(topic)?.[partition] ?? 0n,
    high: highs.get(topic)?.[partition] ?? 0n,
  });
}
