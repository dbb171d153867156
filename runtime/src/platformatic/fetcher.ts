import type { Broker } from '@platformatic/kafka';
import { waitByTimer } from '../core/wait.ts';
import type { FetchControl, Partition } from '../partitions/fetch-control.ts';
import type { CommittedOffset } from '../partitions/offset-committer.ts';
import type { FetchedBatch } from '../partitions/partition-claims.ts';
import type { FetchedPartition, FetchSource } from './fetch-source.ts';
import { nextOffset, toStoredRecords } from './kafka-records.ts';
import { nameOf } from './partition-name.ts';

export interface FetcherOptions {
  readonly source: FetchSource;
  deliver(batch: FetchedBatch): void;
  /**
   * The broker says that the log does not have the position, or the topic is another one of the same name. The
   * partition is fetched no more until the next `seek`.
   */
  onLost(place: CommittedOffset): void;
  /** A fetch failed. It is tried again. */
  onTrouble(error: unknown): void;
}

/** Fetches records of the partitions that it is told, from the offsets that it is told. */
export interface Fetcher extends FetchControl {
  /** The topics that positions are of, by name: another one of the name does not have them. */
  expect(ids: ReadonlyMap<string, string>): void;
  /** Fetches nothing more until the next `seek`. */
  clear(): void;
  /** For good. */
  close(): void;
}

interface Position {
  readonly topic: string;
  readonly partition: number;
  offset: bigint;
  paused: boolean;
}

const troublePause = 200;

/** One fetch is under way for each broker, for all partitions that it leads and that are not paused. */
export function createFetcher(options: FetcherOptions): Fetcher {
  const { source, deliver, onLost, onTrouble } = options;
  const positions = new Map<string, Position>();
  const leaders = createLeaders(source);
  const working = new Set<Broker | undefined>();
  const closing = new AbortController();

  const wanted = (): readonly Position[] => [...positions.values()].filter(({ paused }) => !paused);

  /** Starts what does not run yet. */
  function wake(): void {
    if (closing.signal.aborted) return;
    for (const broker of new Set(wanted().map(leaders.of))) {
      if (!working.has(broker)) void work(broker);
    }
  }

  async function work(broker: Broker | undefined): Promise<void> {
    working.add(broker);
    try {
      for (let own = ownOf(broker); own.length > 0; own = ownOf(broker)) {
        if (broker === undefined) await learnLeaders(own);
        else await fetchFrom(broker, own);
        if (own.some((position) => leaders.of(position) === undefined)) await pause();
      }
    } catch (error) {
      if (!closing.signal.aborted) onTrouble(error);
      leaders.forget();
      await pause();
    }
    working.delete(broker);
    wake();
  }

  const ownOf = (broker: Broker | undefined): readonly Position[] =>
    closing.signal.aborted ? [] : wanted().filter((position) => leaders.of(position) === broker);

  const pause = (): Promise<void> => waitByTimer(troublePause, closing.signal).catch(() => undefined);

  async function learnLeaders(own: readonly Position[]): Promise<void> {
    const renewed = await leaders.learn(own.map(({ topic }) => topic));
    for (const position of own) if (renewed.has(position.topic)) lose(position);
  }

  async function fetchFrom(broker: Broker, own: readonly Position[]): Promise<void> {
    const places = own.map(({ topic, partition, offset }) => ({ topic, partition, offset }));
    const asked = new Map(own.map((position) => [nameOf(position), { position, offset: position.offset }]));
    const answers = await source.fetch(broker, leaders.ids, places);
    for (const answer of answers) {
      const place = { topic: answer.topic, partition: answer.partitionIndex };
      const { position, offset } = asked.get(nameOf(place)) ?? {};
      // Whoever has sought or cleared meanwhile does not want it any more.
      if (position === undefined || offset !== position.offset || positions.get(nameOf(place)) !== position) continue;
      take(position, answer);
    }
    // What comes first gets more: partitions take turns.
    for (const position of own.slice(0, 1)) moveToEnd(position);
  }

  function take(position: Position, answer: FetchedPartition): void {
    const { topic, partition, offset: from } = position;
    if (answer.failure !== undefined) {
      fail(position, answer.failure);
      return;
    }
    const next = nextOffset(answer, from);
    if (next === from) return;
    position.offset = next;
    deliver({ topic, partition, from, next, records: toStoredRecords(topic, partition, answer) });
  }

  function fail(position: Position, failure: string): void {
    if (failure === 'OFFSET_OUT_OF_RANGE') lose(position);
    else leaders.forget();
  }

  function lose(position: Position): void {
    const { topic, partition, offset } = position;
    if (positions.get(nameOf(position)) !== position) return;
    positions.delete(nameOf(position));
    onLost({ topic, partition, offset });
  }

  function moveToEnd(position: Position): void {
    const name = nameOf(position);
    if (positions.get(name) === position && positions.delete(name)) positions.set(name, position);
  }

  return {
    expect: leaders.expect,
    seek({ topic, partition, offset }) {
      const { paused = true } = positions.get(nameOf({ topic, partition })) ?? {};
      positions.set(nameOf({ topic, partition }), { topic, partition, offset, paused });
      wake();
    },
    pause(place) {
      const position = positions.get(nameOf(place));
      if (position !== undefined) position.paused = true;
    },
    resume(place) {
      const position = positions.get(nameOf(place));
      if (position === undefined) return;
      position.paused = false;
      wake();
    },
    clear: () => positions.clear(),
    close() {
      closing.abort();
      positions.clear();
    },
  };
}

interface Leaders {
  /** The ids of the topics that are expected, or as they were when they were first seen. */
  readonly ids: ReadonlyMap<string, string>;
  expect(ids: ReadonlyMap<string, string>): void;
  /** Undefined where nobody is known to lead the partition. */
  of(place: Partition): Broker | undefined;
  /** Asks a broker. Resolves with those of the topics that are others than those that are expected. */
  learn(topics: readonly string[]): Promise<ReadonlySet<string>>;
  forget(): void;
}

function createLeaders(source: FetchSource): Leaders {
  const ids = new Map<string, string>();
  const brokers = new Map<number, Broker>();
  const leaders = new Map<string, number>();
  return {
    ids,
    expect(expected) {
      for (const [topic, id] of expected) ids.set(topic, id);
    },
    of: (place) => brokers.get(leaders.get(nameOf(place)) ?? -1),
    async learn(names) {
      const view = await source.describe([...new Set(names)]);
      for (const [node, { host, port }] of view.brokers) {
        const known = brokers.get(node);
        // The same object for the same address: work on a broker goes by it.
        if (known?.host !== host || known.port !== port) brokers.set(node, { host, port });
      }
      for (const [topic, { id, leaders: nodes }] of view.topics) {
        if (id !== undefined && !ids.has(topic)) ids.set(topic, id);
        for (const [partition, node] of nodes.entries()) leaders.set(nameOf({ topic, partition }), node);
      }
      return new Set([...view.topics].flatMap(([topic, { id }]) => (ids.get(topic) === id ? [] : [topic])));
    },
    forget: () => leaders.clear(),
  };
}
