import { describe, expect, it } from 'vitest';
import { deferred } from '../testing/deferred.ts';
import { type HandClaim, handClaim, record } from '../testing/hand-claim.ts';
import { atRest, type ManualTime, manualTime } from '../testing/manual-time.ts';
import { recordingLogger } from '../testing/recording-logger.ts';
import { testPipeline } from '../testing/test-pipeline.ts';
import type { SubscribeOptions } from '../transport.ts';
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

async function bench(handle: Handle, claims: readonly HandClaim[] = []): Promise<Bench> {
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
          stop: async () => void calls.push('stop'),
          close: async () => {
            calls.push('close');
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
    const { receiver, options, calls } = await bench(() => atWork.promise, [claim]);
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
    const { receiver, options, time } = await bench(hang, [claim]);
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
});
