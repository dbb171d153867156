import { describe, expect, it } from 'vitest';
import { deferred } from '../testing/deferred.ts';
import { type HandClaim, handClaim, record } from '../testing/hand-claim.ts';
import { atRest, type ManualTime, manualTime } from '../testing/manual-time.ts';
import { recordingLogger } from '../testing/recording-logger.ts';
import { testPipeline } from '../testing/test-pipeline.ts';
import type { SubscribeOptions, Subscription } from '../transport.ts';
import { openBook } from './accounting.ts';
import type { Handle } from './handle.ts';
import { openReceiver, type Receiver } from './receiver.ts';
import { settleInMemory } from './settle-in-memory.ts';

interface Bench {
  readonly receiver: Receiver;
  /** What the receiver asked the transport for. */
  readonly options: SubscribeOptions;
  readonly time: ManualTime;
  /** Calls of the subscription, in order. */
  readonly calls: string[];
  readonly failures: Error[];
}

interface BenchOptions {
  /** Ended when the group is left. */
  readonly claims?: readonly HandClaim[];
  readonly status?: Subscription['status'];
  /** What leaving the group waits for. */
  readonly leaving?: Promise<void>;
}

async function bench(handle: Handle, { claims = [], status, leaving }: BenchOptions = {}): Promise<Bench> {
  const time = manualTime();
  const calls: string[] = [];
  const failures: Error[] = [];
  const subscribed: SubscribeOptions[] = [];
  const log = recordingLogger();
  const receiver = await openReceiver({
    subscriber: {
      subscribe: async (options) => {
        subscribed.push(options);
        return {
          ...(status === undefined ? {} : { status }),
          stop: async () => void calls.push('stop'),
          close: async () => {
            calls.push('close');
            await leaving;
            for (const claim of claims) claim.end();
          },
        };
      },
    },
    group: 'orders',
    topics: ['shop.orders'],
    drainTimeout: 25_000,
    settling: () => settleInMemory(testPipeline({ handle, now: time.now })),
    book: openBook(),
    log,
    wait: time.wait,
    now: time.now,
    window: 10,
    concurrency: 10,
    failed: (error) => failures.push(error),
  });
  const [options] = subscribed;
  if (options === undefined) throw new Error('nothing was subscribed');
  return { receiver, options, time, calls, failures };
}

describe('openReceiver', () => {
  it('subscribes its group from the beginning, and reports a subscription that has ended', async () => {
    const { options, failures } = await bench(async () => undefined);
    expect(options).toMatchObject({ group: 'orders', topics: ['shop.orders'], startFrom: 'earliest' });
    options.onError?.(new Error('goes on'));
    expect(failures).toEqual([]);
    options.onFatal?.(new Error('gone'));
    expect(failures).toEqual([new Error('gone')]);
  });

  it('closes by stopping intake, waiting for the handler at work, committing and leaving, in this order', async () => {
    const claim = handClaim();
    const atWork = deferred();
    const { receiver, options, calls } = await bench(() => atWork.promise, { claims: [claim] });
    await options.onRecords(claim, [record(0, { key: 'a' }), record(1, { key: 'a' })]);
    const closing = receiver.close();
    await atRest();
    expect(calls).toEqual(['stop']);
    expect(claim.commits).toEqual([]);
    await options.onRecords(claim, [record(2)]);
    atWork.resolve();
    await closing;
    expect(claim.commits).toEqual([1n]);
    expect(calls).toEqual(['stop', 'close']);
  });

  it('waits no longer than the drain timeout, then aborts the handler and commits without it', async () => {
    const claim = handClaim();
    const signals: AbortSignal[] = [];
    const hang: Handle = async ({ event }, { signal }) => {
      signals.push(signal);
      if (event.offset === 1n) await deferred().promise;
    };
    const { receiver, options, time } = await bench(hang, { claims: [claim] });
    await options.onRecords(claim, [record(0), record(1)]);
    await atRest();
    const closing = receiver.close();
    await time.advance(24_999);
    expect(signals.some((signal) => signal.aborted)).toBe(false);
    await time.advance(1);
    await closing;
    expect(signals.every((signal) => signal.aborted)).toBe(true);
    expect(claim.commits).toEqual([1n]);
    expect(time.waiting).toBe(0);
  });

  it('aborts the handlers that are left before it leaves the group, which may take long', async () => {
    const claim = handClaim();
    const signals: AbortSignal[] = [];
    const hang: Handle = async (_, { signal }) => {
      signals.push(signal);
      await deferred().promise;
    };
    const { receiver, options, time, calls } = await bench(hang, { leaving: deferred().promise });
    await options.onRecords(claim, [record(0)]);
    await atRest();
    void receiver.close();
    await time.advance(25_000);
    expect(calls).toEqual(['stop', 'close']);
    expect(signals.map((signal) => signal.aborted)).toEqual([true]);
  });

  it('closes once, however often it is asked to', async () => {
    const { receiver, calls } = await bench(async () => undefined);
    await Promise.all([receiver.close(), receiver.close()]);
    expect(calls).toEqual(['stop', 'close']);
  });

  it('lets a partition that comes back wait for the handlers of its last claim', async () => {
    const first = handClaim();
    const second = handClaim();
    const other = handClaim('shop.orders', 1);
    const atWork = deferred();
    const handled: string[] = [];
    const { options } = await bench(async ({ event }, { signal }) => {
      handled.push(`${event.offset} starts`);
      if (handled.length === 1) await atWork.promise;
      handled.push(`${event.offset} ${signal.aborted ? 'given up' : 'done'}`);
    });
    await options.onRecords(first, [record(0, { key: 'a' })]);
    await atRest();
    first.end();
    const again = options.onRecords(second, [record(0, { key: 'a' })]);
    await options.onRecords(other, [{ ...record(5), partition: 1 }]);
    await atRest();
    expect(handled).toEqual(['0 starts', '5 starts', '5 done']);
    atWork.resolve();
    await again;
    await atRest();
    expect(handled).toEqual(['0 starts', '5 starts', '5 done', '0 given up', '0 starts', '0 done']);
  });

  it('does not wait for ever for a handler that hangs', async () => {
    const first = handClaim();
    const handled: bigint[] = [];
    const second = handClaim();
    const { receiver, options, time } = await bench(async ({ event }) => {
      handled.push(event.offset);
      await deferred().promise;
    });
    await options.onRecords(first, [record(0)]);
    await atRest();
    first.end();
    const again = options.onRecords(second, [record(0)]);
    await time.advance(25_000);
    await again;
    await atRest();
    expect(handled).toEqual([0n, 0n]);
    second.end();
    const closing = receiver.close();
    await atRest();
    await closing;
    expect(time.waiting).toBe(0);
  });

  it('begins with a claim, also where it brings no record: keys may be parked there', async () => {
    const { receiver, options } = await bench(async () => undefined);
    expect(receiver.status().partitions).toEqual([]);
    options.onClaim?.(handClaim('shop.orders', 3));
    await atRest();
    expect(receiver.status()).toEqual({
      consumer: 'orders',
      partitions: [{ consumer: 'orders', topic: 'shop.orders', partition: 3 }],
      stalledSince: undefined,
    });
  });

  it('believes the transport about its partitions where that can tell', async () => {
    const stalledSince = new Date(7);
    const assigned = [{ topic: 'shop.orders', partition: 5 }];
    const { receiver } = await bench(async () => undefined, { status: () => ({ assigned, stalledSince }) });
    const partitions = [{ consumer: 'orders', topic: 'shop.orders', partition: 5 }];
    expect(receiver.status()).toEqual({ consumer: 'orders', partitions, stalledSince });
  });

  it('forgets a claim that has ended, and begins none any more once it closes', async () => {
    const claim = handClaim();
    const { receiver, options } = await bench(async () => undefined);
    options.onClaim?.(claim);
    await atRest();
    claim.end();
    expect(receiver.status().partitions).toEqual([]);
    options.onClaim?.(claim);
    await receiver.close();
    options.onClaim?.(handClaim());
    await atRest();
    expect(receiver.status().partitions).toEqual([]);
  });

  it('takes nothing in for a claim that has ended while its partition waited for older handlers', async () => {
    const [first, second, third] = [handClaim(), handClaim(), handClaim()];
    const atWork = deferred();
    const handled: bigint[] = [];
    const { options, receiver } = await bench(async ({ event }) => {
      handled.push(event.offset);
      if (handled.length === 1) await atWork.promise;
    });
    await options.onRecords(first, [record(0)]);
    await atRest();
    first.end();
    const late = options.onRecords(second, [record(1)]);
    second.end();
    atWork.resolve();
    await late;
    expect(receiver.status().partitions).toEqual([]);
    await options.onRecords(third, [record(2)]);
    await atRest();
    expect(handled).toEqual([0n, 2n]);
  });
});
