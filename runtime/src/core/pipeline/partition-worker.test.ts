import { describe, expect, it } from 'vitest';
import { type Deferred, deferred } from '../testing/deferred.ts';
import { type HandClaim, handClaim, record } from '../testing/hand-claim.ts';
import { atRest, type ManualTime, manualTime } from '../testing/manual-time.ts';
import { recordingLogger } from '../testing/recording-logger.ts';
import { testPipeline } from '../testing/test-pipeline.ts';
import type { StoredRecord } from '../transport.ts';
import { type Book, openBook } from './accounting.ts';
import { createPartitionWorker, type PartitionWorker, type PartitionWorkerOptions } from './partition-worker.ts';
import { settleInMemory } from './settle-in-memory.ts';
import { createWindowBytes, mostBytes } from './window-bytes.ts';

interface Bench {
  readonly worker: PartitionWorker;
  readonly claim: HandClaim;
  readonly time: ManualTime;
  readonly book: Book;
  /** Offsets whose handler has started, one entry for each attempt. */
  readonly started: bigint[];
  readonly signals: AbortSignal[];
  /** Ends the handler of an offset, with an error if one is given. */
  finish(offset: number, error?: Error): Promise<void>;
}

function bench(options: Partial<PartitionWorkerOptions> = {}): Bench {
  const time = manualTime();
  const claim = handClaim();
  const book = openBook();
  const started: bigint[] = [];
  const signals: AbortSignal[] = [];
  const works = new Map<bigint, Deferred>();
  const pipeline = testPipeline({
    handle: async ({ event }, { signal }) => {
      started.push(event.offset);
      signals.push(signal);
      const work = deferred();
      works.set(event.offset, work);
      await work.promise;
    },
    now: time.now,
  });
  const worker = createPartitionWorker(claim, {
    settling: () => settleInMemory(pipeline),
    book,
    log: recordingLogger(),
    wait: time.wait,
    now: time.now,
    window: 3,
    bytes: createWindowBytes(),
    concurrency: 8,
    ...options,
  });
  return {
    worker,
    claim,
    time,
    book,
    started,
    signals,
    finish: async (offset, error) => {
      const work = works.get(BigInt(offset));
      if (error === undefined) work?.resolve();
      else work?.reject(error);
      await atRest();
    },
  };
}

const records = (from: number, count: number): StoredRecord[] =>
  Array.from({ length: count }, (_, index) => record(from + index, { key: `key ${from + index}` }));

describe('createPartitionWorker', () => {
  it('takes records in while the window has room, and resolves when there is room for the next', async () => {
    const { worker, started, finish } = bench();
    let taken = false;
    const taking = worker.take(records(0, 4)).then(() => {
      taken = true;
    });
    await atRest();
    expect(started).toEqual([0n, 1n, 2n]);
    await finish(1);
    expect(started).toEqual([0n, 1n, 2n, 3n]);
    expect(taken).toBe(false);
    await finish(0);
    await taking;
    expect(taken).toBe(true);
  });

  it('counts headers among the bytes that it may hold', async () => {
    const { worker, book, finish } = bench({ window: 100 });
    const headers = new Map([['padding', new Uint8Array(mostBytes / 2)]]);
    const taking = worker.take([1, 2, 3].map((offset) => record(offset, { key: `${offset}`, headers })));
    await atRest();
    expect(book.read().inFlight).toBe(2);
    await finish(1);
    await finish(2);
    expect(book.read()).toMatchObject({ received: 3, inFlight: 1 });
    await taking;
  });

  it('has an even share of the bytes with the other claims, and more when one of them has ended', async () => {
    const bytes = createWindowBytes();
    const [one, other] = [bench({ window: 100, bytes }), bench({ window: 100, bytes })];
    const value = new Uint8Array(mostBytes / 4);
    const taking = one.worker.take([1, 2, 3, 4, 5].map((offset) => record(offset, { key: `${offset}`, value })));
    await atRest();
    expect(one.book.read().inFlight).toBe(2);
    other.worker.end();
    await one.finish(1);
    expect(one.book.read()).toMatchObject({ received: 5, inFlight: 4 });
    for (const offset of [2, 3, 4, 5]) await one.finish(offset);
    await taking;
  });

  it('commits the lowest unfinished offset and never passes it', async () => {
    const { worker, claim, finish } = bench();
    void worker.take(records(10, 3));
    await atRest();
    await finish(11);
    await finish(12);
    await worker.commit();
    expect(claim.commits.at(-1)).toBe(10n);
    await finish(10);
    await worker.commit();
    expect(claim.commits.at(-1)).toBe(13n);
  });

  it('commits in batches as time passes', async () => {
    const { worker, claim, time, finish } = bench();
    void worker.take(records(0, 3));
    await atRest();
    for (const offset of [0, 1, 2]) await finish(offset);
    await time.advance(200);
    expect(claim.commits).toEqual([3n]);
  });

  it('lets other keys flow while one waits for its retry, beyond the window', async () => {
    const { worker, book, started, finish } = bench();
    const stuck = [0, 1, 2, 3].map((offset) => record(offset, { key: 'stuck' }));
    void worker.take([...stuck, ...records(4, 2)]);
    await atRest();
    expect(started).toEqual([0n]);
    await finish(0, new Error('not yet'));
    expect(started).toEqual([0n, 4n, 5n]);
    expect(book.read()).toMatchObject({ received: 6, inFlight: 6, waiting: 1 });
  });

  it('gives everything unfinished back when its claim ends, and counts nothing that comes in late', async () => {
    const { worker, claim, time, book, signals, finish } = bench();
    void worker.take(records(0, 3));
    await atRest();
    await finish(0);
    await finish(1, new Error('will wait'));
    claim.end();
    expect(signals.every((signal) => signal.aborted)).toBe(true);
    expect(book.read()).toMatchObject({ received: 1, applied: 1, inFlight: 0 });
    await finish(2);
    await worker.commit();
    await time.advance(60_000);
    expect(book.read()).toMatchObject({ received: 1, applied: 1, ignored: 0, dead: 0, inFlight: 0, waiting: 0 });
    expect(claim.commits).toEqual([]);
    expect(time.waiting).toBe(0);
    await worker.take(records(3, 2));
    expect(book.read().received).toBe(1);
  });

  it('stops by finishing what is at work, and leaves what waits or has not started', async () => {
    const { worker, claim, time, book, started, finish } = bench({ window: 2 });
    const taking = worker.take(records(0, 4));
    await atRest();
    await finish(0, new Error('will wait'));
    expect(started).toEqual([0n, 1n, 2n]);
    worker.stop();
    await taking;
    const idle = worker.idle();
    await finish(1);
    await finish(2);
    await idle;
    await worker.commit();
    worker.end();
    await time.advance(60_000);
    expect(started).toEqual([0n, 1n, 2n]);
    expect(claim.commits).toEqual([0n]);
    expect(book.read()).toMatchObject({ received: 2, applied: 2, inFlight: 0, waiting: 0 });
  });

  it('rejects, so that the partition is read again, where the pipeline itself breaks', async () => {
    const now = (): Date => {
      throw new Error('broken clock');
    };
    const whole = bench();
    const { claim, book, finish } = whole;
    const decode = (): Promise<never> => Promise.reject(new Error('boom'));
    const broken = testPipeline({ decode, now });
    const worker = createPartitionWorker(claim, {
      settling: () => settleInMemory(broken),
      book,
      log: recordingLogger(),
      wait: whole.time.wait,
      now: whole.time.now,
      window: 1,
      bytes: createWindowBytes(),
      concurrency: 1,
    });
    await expect(worker.take(records(0, 2))).rejects.toThrow('broken clock');
    await finish(0);
    await worker.commit();
    expect(claim.commits).toEqual([]);
    expect(book.read()).toMatchObject({ received: 0, inFlight: 0 });
  });
});
