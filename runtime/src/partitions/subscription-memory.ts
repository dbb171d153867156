import { RuntimeError } from '../core/errors.ts';
import type { Partition } from './fetch-control.ts';
import type { CommittedOffset } from './offset-committer.ts';

/** How often a partition may stand still at one offset before replacing the client is given up. */
const stallsAtMost = 4;

interface Stall {
  readonly offset: bigint;
  readonly times: number;
  readonly since: Date;
}

/** What a subscription knows from all its members in the group, one after the other. */
export interface SubscriptionMemory {
  /** The group's position was stored. */
  committed(place: CommittedOffset): void;
  /** Where the group stands for all we know; undefined where none of our members has committed. */
  position(partition: Partition): bigint | undefined;
  /** The id of the topic that the members began with; takes note of this one where there was none. */
  firstIdOf(topic: string, id: string): string;
  /** Takes note of the topics' partitions. Returns one error for each topic that has got more. */
  counted(counts: ReadonlyMap<string, number>): readonly RuntimeError[];
  /** True for a partition that its topic did not have when we first looked. */
  wasAdded(partition: Partition): boolean;
  /** Nothing arrives from these offsets on, though there is something. */
  stalled(places: readonly CommittedOffset[]): void;
  /** Since when partitions have stood still that still stand, by where claims are now. */
  stalledSince(progress: readonly CommittedOffset[]): Date | undefined;
  /** True where replacing the client has not helped. */
  readonly isHopeless: boolean;
}

export function createSubscriptionMemory(): SubscriptionMemory {
  const positions = new Map<string, bigint>();
  const firstIds = new Map<string, string>();
  const firstCounts = new Map<string, number>();
  const lastCounts = new Map<string, number>();
  const stalls = new Map<string, Stall>();
  return {
    committed: (place) => void positions.set(nameOf(place), place.offset),
    position: (partition) => positions.get(nameOf(partition)),
    firstIdOf(topic, id) {
      const first = firstIds.get(topic) ?? id;
      firstIds.set(topic, first);
      return first;
    },
    counted(counts) {
      const errors: RuntimeError[] = [];
      for (const [topic, count] of counts) {
        const last = lastCounts.get(topic) ?? count;
        if (!firstCounts.has(topic)) firstCounts.set(topic, count);
        if (count > last) errors.push(partitionsAdded(topic, last, count));
        lastCounts.set(topic, count);
      }
      return errors;
    },
    wasAdded: ({ topic, partition }) => partition >= (firstCounts.get(topic) ?? Number.POSITIVE_INFINITY),
    stalled(places) {
      for (const place of places) {
        const before = stalls.get(nameOf(place));
        const again = before?.offset === place.offset ? before : { times: 0, since: new Date() };
        stalls.set(nameOf(place), { offset: place.offset, times: again.times + 1, since: again.since });
      }
    },
    stalledSince(progress) {
      const stands = (name: string, { offset }: Stall): boolean =>
        progress.length === 0 || progress.some((place) => nameOf(place) === name && place.offset === offset);
      const since = [...stalls].flatMap(([name, stall]) => (stands(name, stall) ? [stall.since.getTime()] : []));
      return since.length === 0 ? undefined : new Date(Math.min(...since));
    },
    get isHopeless() {
      return [...stalls.values()].some(({ times }) => times >= stallsAtMost);
    },
  };
}

function nameOf({ topic, partition }: Partition): string {
  return `${topic}/${partition}`;
}

function partitionsAdded(topic: string, before: number, now: number): RuntimeError {
  return new RuntimeError(
    'PARTITIONS_ADDED',
    `topic '${topic}' has ${now} partitions, it had ${before}: keys move to other partitions, so later events of a key may ` +
      'overtake its earlier ones. Where order per key matters, stop the senders until the consumers have caught up',
  );
}
