import type { PartitionClaim, StoredRecord, SubscribeOptions } from '../core/transport.ts';
import type { FetchControl, Partition } from './fetch-control.ts';
import type { CommittedOffset } from './offset-committer.ts';
import { createPartitionReader, type PartitionReader } from './partition-reader.ts';
import type { Progress } from './stall-watch.ts';

/** How long a partition rests after a handler has failed, in milliseconds. */
const failurePause = 500;

export interface PartitionClaimsOptions {
  readonly subscription: SubscribeOptions;
  readonly control: FetchControl;
  commit(claim: PartitionClaim, offset: bigint): Promise<void>;
  /** Records were fetched of a partition that has no claim and does not rest; they are delivered to nobody. */
  onUnclaimed?(): void;
}

/** What one fetch brought of one partition. */
export interface FetchedBatch extends Partition {
  /** The offset that was asked for. */
  readonly from: bigint;
  /** In the order of their offsets. There may be gaps, and offsets before `from`. */
  readonly records: readonly StoredRecord[];
  /** Where the next fetch has to begin: behind the last record, also one that readers never see. */
  readonly next: bigint;
}

/** The claims of one member of a group. */
export interface PartitionClaims {
  /** Aborted when the claims of the present assignment end. */
  readonly assignment: AbortSignal;
  /** Begins a claim and has its records fetched. */
  open(place: CommittedOffset): void;
  /** Hands fetched records to the claim of their partition. */
  deliver(batch: FetchedBatch): void;
  /** Takes note of a batch that held nothing to deliver. */
  skip(partition: Partition, next: bigint): void;
  /** Where the group stands in a partition that is claimed. */
  committed(partition: Partition): bigint | undefined;
  /** Where each claim is. */
  progress(): readonly Progress[];
  /** When records were last handed over. */
  readonly deliveredAt: Date | undefined;
  /** Ends all claims, as the group has taken the partitions back. */
  end(): void;
  /** Delivers nothing more; claims live on. */
  stop(): void;
}

export function createPartitionClaims(options: PartitionClaimsOptions): PartitionClaims {
  const { subscription, control, commit } = options;
  const readers = new Map<string, PartitionReader>();
  const pauses = createPauses();
  let assignment = new AbortController();
  let deliveredAt: Date | undefined;
  let stopped = false;

  function open(place: CommittedOffset): void {
    if (stopped) return;
    const reader = createPartitionReader({
      ...place,
      start: place.offset,
      subscription,
      commit,
      pause: () => control.pause(place),
      resume: () => control.resume(place),
      onFailure: (error) => reopen(place, error, reader.committed),
    });
    readers.set(nameOf(place), reader);
    control.seek(place);
    control.resume(place);
  }

  function reopen(partition: Partition, error: Error, offset: bigint): void {
    readers.delete(nameOf(partition));
    control.pause(partition);
    subscription.onError?.(error);
    pauses.begin(nameOf(partition), () => open({ ...partition, offset }));
  }

  return {
    get assignment() {
      return assignment.signal;
    },
    open,
    deliver(batch) {
      const reader = readers.get(nameOf(batch));
      if (reader !== undefined && offer(reader, batch, control)) deliveredAt = new Date();
      const isUnclaimed = reader === undefined && !stopped && !pauses.has(nameOf(batch));
      if (isUnclaimed && batch.records.length > 0) options.onUnclaimed?.();
    },
    skip: (partition, next) => readers.get(nameOf(partition))?.take([], next),
    committed: (partition) => readers.get(nameOf(partition))?.committed,
    progress: () =>
      [...readers.values()].map(({ claim: { topic, partition }, position, waitingSince }) => ({
        topic,
        partition,
        position,
        waitingSince,
      })),
    get deliveredAt() {
      return deliveredAt;
    },
    end() {
      assignment.abort();
      assignment = new AbortController();
      for (const reader of readers.values()) reader.end();
      readers.clear();
      pauses.forget();
    },
    stop() {
      stopped = true;
      for (const reader of readers.values()) {
        reader.stop();
        control.pause(reader.claim);
      }
    },
  };
}

/** Partitions at rest after a failure, and what happens to them then. */
function createPauses() {
  const timers = new Map<string, NodeJS.Timeout>();
  return {
    has: (name: string): boolean => timers.has(name),
    begin(name: string, then: () => void): void {
      const timer = setTimeout(() => {
        timers.delete(name);
        then();
      }, failurePause);
      timers.set(name, timer);
    },
    forget(): void {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}

/**
 * Our position is the truth. Records before it came twice, because a partition's leader moved. A batch that begins
 * after it, although nothing in between was skipped, was asked for before the last seek. True where there was something
 * to deliver.
 */
function offer(reader: PartitionReader, batch: FetchedBatch, control: FetchControl): boolean {
  const { topic, partition, from, records, next } = batch;
  const { position } = reader;
  if (from > position) {
    control.seek({ topic, partition, offset: position });
    return false;
  }
  const unread = records.filter(({ offset }) => offset >= position);
  reader.take(unread, next);
  return unread.length > 0;
}

function nameOf({ topic, partition }: Partition): string {
  return `${topic}/${partition}`;
}
