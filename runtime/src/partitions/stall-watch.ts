import { RuntimeError } from '../core/errors.ts';
import type { Partition } from './fetch-control.ts';
import type { CommittedOffset } from './offset-committer.ts';

/** Where a claim is. */
export interface Progress extends Partition {
  /** Offset of the next record that has to be fetched. */
  readonly position: bigint;
  /** Since when it is ready for records and gets none, by the monotonic clock; undefined while it wants none. */
  readonly waitingSince: number | undefined;
}

/** Where the log of a partition ends for readers: before the first transaction that is open. */
export interface LogEnd extends Partition {
  readonly end: bigint;
  /** True where compaction may have left nothing to read up to the end. */
  readonly mayHaveGaps: boolean;
}

export interface StallWatchOptions {
  readonly group: string;
  /** How long records may be there without arriving, in milliseconds. */
  readonly timeout: number;
  progress(): readonly Progress[];
  /** Asks the brokers, by other connections than those that records come by. */
  readEnds(partitions: readonly Partition[]): Promise<readonly LogEnd[]>;
  onStalled(error: RuntimeError, places: readonly CommittedOffset[]): void;
}

/** A claim that has waited for a while. */
interface Sighting {
  readonly waitingSince: number | undefined;
  /** What lies from here on to the end of the log has to arrive. */
  readonly from: bigint;
  /** Since when there is something. */
  behindSince: number | undefined;
}

/**
 * Looks whether records arrive where there are some, until the returned function is called. Heartbeats and fetches tell
 * nothing of that: a client may go on with both and leave a partition out. What a claim does not want, because its handler
 * is at work, and what readers never see, such as aborted transactions, does not count.
 */
export function watchForStalls(options: StallWatchOptions): () => void {
  const { timeout, group, progress, onStalled } = options;
  const interval = timeout / 3;
  const sightings = new Map<string, Sighting>();
  let looking = false;
  let ended = false;

  async function look(): Promise<void> {
    const waiting = progress().filter((each) => hasWaited(each, interval));
    const names = new Set(waiting.map(nameOf));
    for (const name of sightings.keys()) if (!names.has(name)) sightings.delete(name);
    if (waiting.length === 0) return;
    const ends = new Map((await options.readEnds(waiting)).map((end) => [nameOf(end), end]));
    const stalled = progress().filter((each) => {
      const end = ends.get(nameOf(each));
      return end !== undefined && names.has(nameOf(each)) && isStalled(each, end);
    });
    if (stalled.length === 0 || ended) return;
    const places = stalled.map(({ topic, partition, position }) => ({ topic, partition, offset: position }));
    onStalled(stallOf(group, places, timeout), places);
  }

  function isStalled({ waitingSince, position, ...partition }: Progress, { end, mayHaveGaps }: LogEnd): boolean {
    const name = nameOf(partition);
    const known = sightings.get(name);
    const seen: Sighting =
      known !== undefined && known.waitingSince === waitingSince
        ? known
        : { waitingSince, from: mayHaveGaps ? end : position, behindSince: undefined };
    sightings.set(name, seen);
    if (waitingSince === undefined || end <= seen.from) return false;
    seen.behindSince ??= performance.now();
    return performance.now() - seen.behindSince >= timeout;
  }

  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    // Brokers that cannot be asked tell nothing of a stall.
    void look()
      .catch(() => undefined)
      .finally(() => {
        looking = false;
      });
  }, interval).unref();
  return () => {
    ended = true;
    clearInterval(timer);
  };
}

function hasWaited({ waitingSince }: Progress, time: number): boolean {
  return waitingSince !== undefined && performance.now() - waitingSince >= time;
}

function stallOf(group: string, places: readonly CommittedOffset[], timeout: number): RuntimeError {
  const where = places.map(
    ({ topic, partition, offset }) => `partition ${partition} of '${topic}' at offset ${offset}`,
  );
  return new RuntimeError(
    'SUBSCRIPTION_STALLED',
    `group '${group}' gets nothing of ${where.join(', ')}, though there has been something for ${timeout} ms: the ` +
      'consumer is replaced, and given up where that does not help',
  );
}

function nameOf({ topic, partition }: Partition): string {
  return `${topic}/${partition}`;
}
