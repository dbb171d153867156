import type { Logger } from '../core/client.ts';
import { RuntimeError } from '../core/errors.ts';
import type { PartitionClaim, StoredRecord, Subscriber, Subscription } from '../core/transport.ts';
import { waitByTimer } from '../core/wait.ts';
import { type OpenSource, placeKey, type SourcePlace, type SourcePosition } from './source.ts';

export interface TopicReaderOptions extends OpenSource {
  readonly transport: Subscriber;
  readonly topics: readonly string[];
  readonly log: Logger;
}

export interface TopicReader {
  take(limit: number, signal: AbortSignal): Promise<readonly StoredRecord[]>;
  settled(positions: readonly SourcePosition[]): void;
  reads(place: SourcePlace): boolean;
  behind(): Promise<number | undefined>;
  close(): Promise<void>;
}

/** Records that wait in memory, and beyond which the log has to wait. */
const mostWaiting = 5_000;
/** How long `take` waits for the first record, in milliseconds. */
const patience = 200;
/** Between two commits that cost something, in milliseconds: they only say where to start, the place is in the database. */
const commitInterval = 1_000;

/** Puts the records of all partitions in one line, in the order of each partition, from where the positions are. */
export async function topicReader(options: TopicReaderOptions): Promise<TopicReader> {
  const { transport, topics, group, log, failed } = options;
  const taken = new Map(options.positions.map((position) => [placeKey(position), position.next]));
  const settled = new Map(taken);
  const claims = new Map<string, PartitionClaim>();
  const queue = lineOfRecords();
  const commits = committer(claims, settled, log);
  const subscription = await transport.subscribe({
    group,
    topics,
    startFrom: 'earliest',
    onClaim: (claim) => {
      claims.set(keyOf(claim), claim);
    },
    onRecords: async (claim, records) => {
      claims.set(keyOf(claim), claim);
      const next = taken.get(keyOf(claim)) ?? 0n;
      const fresh = records.filter(({ offset }) => offset >= next);
      const last = fresh.at(-1);
      if (last === undefined) return;
      taken.set(keyOf(claim), last.offset + 1n);
      await queue.add(fresh, claim.signal);
    },
    onError: (error) => log.warn({ group, err: error }, 'a projection could not read for a moment'),
    onFatal: failed,
  });
  return {
    take: queue.take,
    settled: (positions) => {
      for (const position of positions) settled.set(placeKey(position), position.next);
      commits.soon();
    },
    reads: (place) => claims.get(placeKey(place))?.signal.aborted === false,
    behind: async () => {
      await commits.now();
      const known = topics.every((topic) => [...claims.values()].some((claim) => claim.topic === topic));
      return known ? lagOf(subscription) : undefined;
    },
    close: async () => {
      queue.end();
      await subscription.stop();
      await commits.now();
      await subscription.close();
    },
  };
}

const keyOf = ({ topic, partition }: { readonly topic: string; readonly partition: number }): string =>
  placeKey({ source: topic, partition });

/** What is not settled yet, as far as the log tells; a rebuild is shown once that is nothing. */
async function lagOf({ lag }: Subscription): Promise<number | undefined> {
  if (lag === undefined) {
    throw new RuntimeError(
      'CONFIGURATION_INVALID',
      'The transport of a projection has to tell its lag, which this one does not.',
    );
  }
  const lags = await lag().catch(() => undefined);
  return lags === undefined ? undefined : lags.reduce((sum, { records }) => sum + records, 0);
}

interface Committer {
  soon(): void;
  now(): Promise<void>;
}

function committer(
  claims: ReadonlyMap<string, PartitionClaim>,
  settled: ReadonlyMap<string, bigint>,
  log: Logger,
): Committer {
  const committed = new Map<PartitionClaim, bigint>();
  let last = performance.now();
  const now = async (): Promise<void> => {
    last = performance.now();
    for (const [key, claim] of claims) {
      const next = settled.get(key);
      if (next === undefined || claim.signal.aborted || committed.get(claim) === next) continue;
      committed.set(claim, next);
      await claim.commit(next).catch((error: unknown) => {
        committed.delete(claim);
        if (!claim.signal.aborted) log.warn({ err: error }, 'the place of a projection could not be committed');
      });
    }
  };
  return {
    now,
    soon: () => {
      const isFree = [...claims.values()].every((claim) => claim.commitInterval === 0);
      if (isFree || performance.now() - last > commitInterval) void now();
    },
  };
}

interface LineOfRecords {
  /** Resolves when there is room for more. */
  add(records: readonly StoredRecord[], signal: AbortSignal): Promise<void>;
  take(limit: number, signal: AbortSignal): Promise<readonly StoredRecord[]>;
  /** Nobody waits for room any more. */
  end(): void;
}

function lineOfRecords(): LineOfRecords {
  let waiting: StoredRecord[] = [];
  const room = signals();
  const arrival = signals();
  const ended = new AbortController();
  return {
    add: async (records, signal) => {
      waiting.push(...records);
      arrival.tell();
      while (waiting.length > mostWaiting && !signal.aborted && !ended.signal.aborted) {
        await Promise.race([room.next(), waitByTimer(patience, ended.signal).catch(() => undefined)]);
      }
    },
    take: async (limit, signal) => {
      if (waiting.length === 0) {
        await Promise.race([arrival.next(), waitByTimer(patience, signal).catch(() => undefined)]);
      }
      const first = waiting.slice(0, limit);
      waiting = waiting.slice(limit);
      room.tell();
      return first;
    },
    end: () => ended.abort(),
  };
}

function signals(): { next(): Promise<void>; tell(): void } {
  let next = Promise.withResolvers<void>();
  return {
    next: () => next.promise,
    tell: () => {
      next.resolve();
      next = Promise.withResolvers();
    },
  };
}
