import type { PartitionPlace } from '../core/delivery.ts';
import type { StoredRecord } from '../core/transport.ts';

/** Places in a log whose time is remembered lie at least so far apart, in milliseconds of the log's time. */
const apart = 60 * 60 * 1_000;

/** So many of a partition at most. */
const mostMarks = 256;

/** Up to which time of its log everything in a partition is settled. */
export interface LogTime {
  readonly place: PartitionPlace;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** Knows offsets and times from records that are taken up, and how far partitions are settled from their commits. */
export interface LogTimes {
  seen(consumer: string, record: StoredRecord): void;
  settled(place: PartitionPlace, before: bigint): void;
  /** Of the partitions in which something was settled since the last call. */
  take(): readonly LogTime[];
}

interface Marks {
  readonly offsets: Map<bigint, number>;
  latest: number;
  settled: LogTime | undefined;
}

export function createLogTimes(): LogTimes {
  const partitions = new Map<string, Marks>();

  const marksOf = ({ consumer, topic, partition }: PartitionPlace): Marks => {
    const name = JSON.stringify([consumer, topic, partition]);
    const marks = partitions.get(name) ?? { offsets: new Map(), latest: Number.NEGATIVE_INFINITY, settled: undefined };
    partitions.set(name, marks);
    return marks;
  };

  return {
    seen: (consumer, { topic, partition, offset, timestamp }) => {
      const marks = marksOf({ consumer, topic, partition });
      if (timestamp < marks.latest + apart || marks.offsets.size >= mostMarks) return;
      marks.offsets.set(offset, timestamp);
      marks.latest = timestamp;
    },
    settled: (place, before) => {
      const marks = marksOf(place);
      for (const [offset, time] of marks.offsets) {
        if (offset >= before) continue;
        marks.offsets.delete(offset);
        if (marks.settled === undefined || time > marks.settled.time) marks.settled = { place, time };
      }
    },
    take: () => {
      const times: LogTime[] = [];
      for (const marks of partitions.values()) {
        if (marks.settled !== undefined) times.push(marks.settled);
        marks.settled = undefined;
      }
      return times;
    },
  };
}
