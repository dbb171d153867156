import { setTimeout as sleep } from 'node:timers/promises';
import type { Broker } from '@platformatic/kafka';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FetchedBatch } from '../partitions/partition-claims.ts';
import type { FetchedPartition, FetchPlace, FetchSource } from './fetch-source.ts';
import { createFetcher, type Fetcher } from './fetcher.ts';

const patience = { timeout: 5_000, interval: 5 };

/** What a broker says about a partition: an error, or that it has records up to this offset. */
type Answer = string | { readonly upTo: bigint };

/** Two brokers, which lead partitions as `leaders` says and answer as `answers` says. */
function createBrokers() {
  const leaders: Record<string, number[]> = { orders: [1, 2], payments: [1] };
  const ids: Record<string, string> = { orders: 'id of orders', payments: 'id of payments' };
  const answers = new Map<string, Answer>();
  const requests: { broker: number; places: readonly FetchPlace[] }[] = [];
  let gate: Promise<unknown> = Promise.resolve();
  const source: FetchSource = {
    async describe(topics) {
      return {
        id: 'cluster',
        brokers: new Map([1, 2].map((node) => [node, { host: '127.0.0.1', port: node }])),
        topics: new Map(topics.map((topic) => [topic, { id: ids[topic] ?? '', leaders: leaders[topic] ?? [] }])),
        failures: new Map(),
      };
    },
    async fetch(broker: Broker, _ids, places) {
      requests.push({ broker: broker.port, places });
      await gate;
      await sleep(2);
      return places.map(({ topic, partition, offset }) =>
        toFetched(topic, partition, { offset, answer: answers.get(`${topic}/${partition}`) }),
      );
    },
  };
  return {
    ...{ leaders, ids, answers, requests, source },
    /** Has fetches wait until the returned function is called. */
    hold(): () => void {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
    asked: (broker: number) => requests.flatMap((request) => (request.broker === broker ? request.places : [])),
  };
}

function toFetched(
  topic: string,
  partitionIndex: number,
  { offset, answer = { upTo: offset } }: { readonly offset: bigint; readonly answer: Answer | undefined },
): FetchedPartition {
  const failure = typeof answer === 'string' ? answer : undefined;
  const end = typeof answer === 'string' ? offset : answer.upTo;
  const count = Number(end - offset);
  const record = { length: 0, attributes: 0, timestampDelta: 0n, key: null, value: null, headers: [] };
  const batch = {
    firstOffset: offset,
    lastOffsetDelta: count - 1,
    ...{ length: 0, partitionLeaderEpoch: 0, magic: 2, crc: 0, attributes: 0, firstTimestamp: 0n, maxTimestamp: 0n },
    ...{ producerId: -1n, producerEpoch: 0, firstSequence: 0 },
    records: Array.from({ length: count }, (_, offsetDelta) => ({ ...record, offsetDelta })),
  };
  return {
    ...{ topic, partitionIndex, failure, errorCode: 0, abortedTransactions: null, preferredReadReplica: -1 },
    ...{ highWatermark: end, lastStableOffset: end, logStartOffset: 0n },
    records: count > 0 ? [batch] : [],
  };
}

let fetcher: Fetcher | undefined;

afterEach(() => fetcher?.close());

function setUp() {
  const brokers = createBrokers();
  const batches: FetchedBatch[] = [];
  const [onLost, onTrouble] = [vi.fn(), vi.fn()];
  const created = createFetcher({
    source: brokers.source,
    deliver: (batch) => batches.push(batch),
    onLost,
    onTrouble,
  });
  fetcher = created;
  const begin = (topic: string, partition: number, offset: bigint): void => {
    created.seek({ topic, partition, offset });
    created.resume({ topic, partition });
  };
  const offsets = (topic: string, partition: number) =>
    batches
      .filter((batch) => batch.topic === topic && batch.partition === partition)
      .flatMap(({ records }) => records.map(({ offset }) => Number(offset)));
  return { ...brokers, fetcher: created, begin, batches, offsets, onLost, onTrouble };
}

describe('createFetcher', () => {
  it('fetches each partition of its leader, from the offset that it is told, and on', async () => {
    const { begin, answers, offsets, asked } = setUp();
    answers.set('orders/0', { upTo: 7n }).set('orders/1', { upTo: 2n });
    begin('orders', 0, 5n);
    begin('orders', 1, 0n);
    await vi.waitFor(
      () =>
        expect([offsets('orders', 0), offsets('orders', 1)]).toEqual([
          [5, 6],
          [0, 1],
        ]),
      patience,
    );
    answers.set('orders/0', { upTo: 8n });
    await vi.waitFor(() => expect(offsets('orders', 0)).toEqual([5, 6, 7]), patience);
    expect(asked(1).every(({ partition }) => partition === 0)).toBe(true);
    expect(asked(2).every(({ partition }) => partition === 1)).toBe(true);
  });

  it('loses a position that is of another topic of the same name, though it has not read the one before', async () => {
    const { fetcher, begin, answers, offsets, onLost } = setUp();
    answers.set('orders/0', { upTo: 9n });
    fetcher.expect(new Map([['orders', 'id of the orders before']]));
    begin('orders', 0, 5n);
    await vi.waitFor(
      () => expect(onLost).toHaveBeenCalledWith({ topic: 'orders', partition: 0, offset: 5n }),
      patience,
    );
    expect(offsets('orders', 0)).toEqual([]);
  });

  it('fetches nothing of a partition at rest, and the others go on', async () => {
    const { fetcher, begin, answers, offsets, requests } = setUp();
    begin('orders', 0, 0n);
    begin('payments', 0, 0n);
    await vi.waitFor(() => expect(requests.length).toBeGreaterThan(1), patience);
    fetcher.pause({ topic: 'orders', partition: 0 });
    await sleep(20);
    requests.length = 0;
    answers.set('orders/0', { upTo: 1n }).set('payments/0', { upTo: 1n });
    await vi.waitFor(() => expect(offsets('payments', 0)).toEqual([0]), patience);
    expect(requests.flatMap(({ places }) => places).every(({ topic }) => topic === 'payments')).toBe(true);
    fetcher.resume({ topic: 'orders', partition: 0 });
    await vi.waitFor(() => expect(offsets('orders', 0)).toEqual([0]), patience);
  });

  it.each([
    ['sought', (fetcher: Fetcher) => fetcher.seek({ topic: 'orders', partition: 0, offset: 3n }), [3]],
    ['cleared', (fetcher: Fetcher) => fetcher.clear(), []],
    ['closed', (fetcher: Fetcher) => fetcher.close(), []],
  ])('delivers nothing of a fetch that was under way when the partition was %s', async (_, change, expected) => {
    const { fetcher, begin, answers, offsets, requests, hold } = setUp();
    answers.set('orders/0', { upTo: 4n });
    const release = hold();
    begin('orders', 0, 0n);
    await vi.waitFor(() => expect(requests).toHaveLength(1), patience);
    change(fetcher);
    release();
    await sleep(50);
    expect(offsets('orders', 0)).toEqual(expected);
  });

  it('finds the leader again where it has moved, and misses nothing', async () => {
    const { begin, answers, leaders, offsets, asked, onTrouble } = setUp();
    begin('orders', 0, 0n);
    await vi.waitFor(() => expect(asked(1).length).toBeGreaterThan(0), patience);
    leaders['orders'] = [2, 2];
    answers.set('orders/0', 'NOT_LEADER_OR_FOLLOWER');
    await sleep(20);
    answers.set('orders/0', { upTo: 2n });
    await vi.waitFor(() => expect(offsets('orders', 0)).toEqual([0, 1]), patience);
    expect(asked(2).length).toBeGreaterThan(0);
    expect(onTrouble).not.toHaveBeenCalled();
  });

  it('waits for a leader where there is none', async () => {
    const { begin, answers, leaders, offsets } = setUp();
    leaders['orders'] = [-1, -1];
    answers.set('orders/0', { upTo: 1n });
    begin('orders', 0, 0n);
    await sleep(50);
    leaders['orders'] = [1, 1];
    await vi.waitFor(() => expect(offsets('orders', 0)).toEqual([0]), patience);
  });

  it('goes on after a broker that did not answer', async () => {
    const { begin, answers, source, offsets, onTrouble } = setUp();
    vi.spyOn(source, 'fetch').mockRejectedValueOnce(new Error('Connection closed'));
    answers.set('orders/0', { upTo: 1n });
    begin('orders', 0, 0n);
    await vi.waitFor(() => expect(offsets('orders', 0)).toEqual([0]), patience);
    expect(onTrouble).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: 'Connection closed' }));
  });

  it('never chooses an offset: a position that the log does not have is for others to judge', async () => {
    const { begin, answers, requests, onLost, offsets } = setUp();
    answers.set('orders/0', 'OFFSET_OUT_OF_RANGE').set('payments/0', { upTo: 1n });
    begin('orders', 0, 5n);
    begin('payments', 0, 0n);
    await vi.waitFor(
      () => expect(onLost).toHaveBeenCalledWith({ topic: 'orders', partition: 0, offset: 5n }),
      patience,
    );
    requests.length = 0;
    await vi.waitFor(() => expect(requests.length).toBeGreaterThan(2), patience);
    expect(requests.flatMap(({ places }) => places).every(({ topic }) => topic === 'payments')).toBe(true);
    expect(offsets('payments', 0)).toEqual([0]);
    expect(onLost).toHaveBeenCalledOnce();
  });

  it('does not read on in another topic of the same name', async () => {
    const { begin, answers, ids, requests, onLost, offsets } = setUp();
    begin('orders', 0, 3n);
    await vi.waitFor(() => expect(requests.length).toBeGreaterThan(0), patience);
    ids['orders'] = 'id of another topic';
    answers.set('orders/0', 'UNKNOWN_TOPIC_ID');
    await vi.waitFor(
      () => expect(onLost).toHaveBeenCalledWith({ topic: 'orders', partition: 0, offset: 3n }),
      patience,
    );
    answers.set('orders/0', { upTo: 9n });
    await sleep(50);
    expect(offsets('orders', 0)).toEqual([]);
  });

  it('has partitions take turns at the head of a request', async () => {
    const { begin, leaders, requests } = setUp();
    leaders['orders'] = [1, 1, 1];
    for (const partition of [0, 1, 2]) begin('orders', partition, 0n);
    await vi.waitFor(() => expect(requests.length).toBeGreaterThan(6), patience);
    const heads = requests.flatMap(({ places }) => (places.length === 3 ? [places[0]?.partition] : []));
    expect(new Set(heads)).toEqual(new Set([0, 1, 2]));
  });
});
