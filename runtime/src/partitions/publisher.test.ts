import { afterEach, describe, expect, it, vi } from 'vitest';
import { RuntimeError } from '../core/errors.ts';
import type { OutgoingRecord } from '../core/transport.ts';
import { createPublisher, type PartitionBatch } from './publisher.ts';

const record: OutgoingRecord = { topic: 'orders', key: null, value: null, headers: new Map() };

/** A publisher whose batches are answered by hand. */
function setUp() {
  const batches: PartitionBatch<OutgoingRecord>[] = [];
  const answer = Promise.withResolvers<bigint>();
  const close = vi.fn(async () => undefined);
  const publisher = createPublisher<OutgoingRecord>({
    timeout: 30_000,
    readPartitionCounts: async (topics) => new Map(topics.map((topic) => [topic, 1])),
    toMessage: (outgoing) => outgoing,
    send(batch) {
      batches.push(batch);
      return answer.promise;
    },
    close,
  });
  return { publisher, batches, answer, close };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('createPublisher', () => {
  it('rejects by its deadline, and no longer wants the batch sent', async () => {
    vi.useFakeTimers();
    const { publisher, batches } = setUp();
    const outcome = expect(publisher.publish([record])).rejects.toThrow(/did not confirm 1 records .* within 30000 ms/);
    await vi.advanceTimersByTimeAsync(29_999);
    expect(batches[0]?.isWanted()).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    await outcome;
    expect(batches[0]?.isWanted()).toBe(false);
  });

  it('gives each call its own time, by whatever came before', async () => {
    vi.useFakeTimers();
    const { publisher } = setUp();
    const rejected: string[] = [];
    const publish = (name: string): Promise<unknown> =>
      publisher.publish([record]).catch(() => void rejected.push(name));
    void publish('first');
    await vi.advanceTimersByTimeAsync(10_000);
    void publish('second');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(rejected).toEqual(['first']);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(rejected).toEqual(['first', 'second']);
  });

  it('keeps the order of calls where the first ones wait for the number of partitions', async () => {
    const appended: string[] = [];
    const counts = Promise.withResolvers<ReadonlyMap<string, number>>();
    const publisher = createPublisher<string>({
      timeout: 30_000,
      readPartitionCounts: () => counts.promise,
      toMessage: ({ value }) => String(value),
      send: async ({ messages }) => BigInt(appended.push(...messages) - messages.length),
      close: async () => undefined,
    });
    const call = (byte: number) => publisher.publish([{ ...record, value: Uint8Array.of(byte) }]);
    const calls = [call(1), call(2)];
    counts.resolve(new Map([['orders', 1]]));
    // Each at another moment of what happens once the number is known.
    for (let byte = 3; byte < 12; byte += 1) {
      await Promise.resolve();
      calls.push(call(byte));
    }
    await Promise.all(calls);
    expect(appended).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11']);
  });

  it('appends nothing of a call behind a record of it that was refused, and all of other calls', async () => {
    const appended: string[] = [];
    const publisher = createPublisher<string>({
      timeout: 30_000,
      readPartitionCounts: async (topics) => new Map(topics.map((topic) => [topic, 1])),
      toMessage: ({ value }) => String(value),
      send: async ({ messages }) => {
        if (messages.includes('2')) throw new RuntimeError('RECORD_TOO_LARGE', 'too large');
        return BigInt(appended.push(...messages) - messages.length);
      },
      close: async () => undefined,
    });
    const call = (...bytes: readonly number[]) =>
      publisher.publish(bytes.map((byte) => ({ ...record, value: Uint8Array.of(byte) })));
    const [refused, other] = await Promise.allSettled([call(1, 2, 3, 4), call(5, 6)]);
    expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'RECORD_TOO_LARGE' } });
    expect(other.status).toBe('fulfilled');
    expect(appended).toEqual(['1', '5', '6']);
  });

  it('waits for what is under way before it lets the connections go', async () => {
    vi.useFakeTimers();
    const { publisher, answer, close } = setUp();
    const published = publisher.publish([record]);
    const closed = publisher.close();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(close).not.toHaveBeenCalled();
    answer.resolve(7n);
    await closed;
    expect(await published).toEqual([{ topic: 'orders', partition: 0, offset: 7n }]);
    expect(close).toHaveBeenCalledOnce();
  });

  it('waits three seconds and no longer', async () => {
    vi.useFakeTimers();
    const { publisher, batches, close } = setUp();
    const outcome = expect(publisher.publish([record])).rejects.toThrow('the transport was closed');
    const closed = publisher.close();
    await vi.advanceTimersByTimeAsync(3_000);
    await Promise.all([outcome, closed]);
    expect(batches[0]?.isWanted()).toBe(false);
    expect(close).toHaveBeenCalledOnce();
  });
});
