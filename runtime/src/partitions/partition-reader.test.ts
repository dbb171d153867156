import { describe, expect, it, vi } from 'vitest';
import type { PartitionClaim, StoredRecord, SubscribeOptions } from '../core/transport.ts';
import { createPartitionReader } from './partition-reader.ts';

function records(from: number, to: number): readonly StoredRecord[] {
  return Array.from({ length: to - from }, (_, index) => ({
    topic: 'orders',
    partition: 0,
    offset: BigInt(from + index),
    key: null,
    value: null,
    headers: new Map(),
    timestamp: 0,
  }));
}

/** A reader whose handler waits until it is let go; `calls` are the offsets that it was given. */
function setUp() {
  const calls: bigint[][] = [];
  const claims: PartitionClaim[] = [];
  const handlers: PromiseWithResolvers<void>[] = [];
  const subscription: SubscribeOptions = {
    group: 'g',
    topics: ['orders'],
    startFrom: 'earliest',
    onRecords(claim, delivered) {
      calls.push(delivered.map(({ offset }) => offset));
      claims.push(claim);
      const handler = Promise.withResolvers<void>();
      handlers.push(handler);
      return handler.promise;
    },
  };
  const spies = { pause: vi.fn(), resume: vi.fn(), onFailure: vi.fn(), commit: vi.fn(async () => undefined) };
  const reader = createPartitionReader({ topic: 'orders', partition: 0, start: 5n, subscription, ...spies });
  return { reader, calls, claims, handlers, ...spies };
}

describe('createPartitionReader', () => {
  it('delivers a batch only when the handler is done with the one before', async () => {
    const { reader, calls, handlers } = setUp();
    reader.take(records(5, 7), 7n);
    reader.take(records(7, 9), 9n);
    expect(calls).toEqual([[5n, 6n]]);
    handlers[0]?.resolve();
    await vi.waitFor(() =>
      expect(calls).toEqual([
        [5n, 6n],
        [7n, 8n],
      ]),
    );
  });

  it('has fetching pause while a batch waits, and go on when it no longer does', async () => {
    const { reader, handlers, pause, resume } = setUp();
    reader.take(records(5, 6), 6n);
    expect(pause).not.toHaveBeenCalled();
    reader.take(records(6, 7), 7n);
    expect(pause).toHaveBeenCalledOnce();
    expect(resume).not.toHaveBeenCalled();
    handlers[0]?.resolve();
    await vi.waitFor(() => expect(resume).toHaveBeenCalledOnce());
  });

  it('knows where to fetch next and where the group stands', async () => {
    const { reader } = setUp();
    expect([reader.position, reader.committed]).toEqual([5n, 5n]);
    reader.take(records(5, 8), 8n);
    await reader.claim.commit(6n);
    expect([reader.position, reader.committed]).toEqual([8n, 6n]);
    reader.take([], 12n);
    expect(reader.position).toBe(12n);
  });

  it('ends the claim where the handler fails, once, and delivers nothing that waited', async () => {
    const { reader, calls, claims, handlers, onFailure } = setUp();
    reader.take(records(5, 6), 6n);
    reader.take(records(6, 7), 7n);
    const failure = new Error('the handler failed');
    handlers[0]?.reject(failure);
    await vi.waitFor(() => expect(onFailure).toHaveBeenCalledExactlyOnceWith(failure));
    expect(claims[0]?.signal.aborted).toBe(true);
    expect(calls).toHaveLength(1);
  });

  it('lets work on an ended claim fail as it likes', async () => {
    const { reader, handlers, onFailure } = setUp();
    reader.take(records(5, 6), 6n);
    reader.end();
    handlers[0]?.reject(new Error('aborted'));
    await handlers[0]?.promise.catch(() => undefined);
    await Promise.resolve();
    expect(onFailure).not.toHaveBeenCalled();
  });

  it('commits nothing for a claim that has ended', async () => {
    const { reader, commit } = setUp();
    reader.end();
    await expect(reader.claim.commit(6n)).rejects.toMatchObject({ code: 'CLAIM_ENDED' });
    expect(commit).not.toHaveBeenCalled();
  });

  it('delivers nothing after it was stopped, but still commits', async () => {
    const { reader, calls, handlers } = setUp();
    reader.take(records(5, 6), 6n);
    reader.take(records(6, 7), 7n);
    reader.stop();
    handlers[0]?.resolve();
    reader.take(records(7, 8), 8n);
    await reader.claim.commit(6n);
    expect(reader.committed).toBe(6n);
    expect(calls).toEqual([[5n]]);
  });

  it('waits for records from the beginning, anew with each, and not while enough are here', async () => {
    const { reader, handlers } = setUp();
    const begun = reader.waitingSince;
    expect(begun).toBeTypeOf('number');
    await vi.waitFor(() => expect(performance.now()).toBeGreaterThan(begun ?? 0));
    reader.take(records(5, 7), 7n);
    expect(reader.waitingSince).toBeGreaterThan(begun ?? 0);
    reader.take(records(7, 9), 9n);
    expect(reader.waitingSince).toBeUndefined();
    handlers[0]?.resolve();
    await vi.waitFor(() => expect(reader.waitingSince).toBeTypeOf('number'));
    reader.stop();
    expect(reader.waitingSince).toBeUndefined();
  });
});
