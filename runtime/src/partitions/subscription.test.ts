import { describe, expect, it, vi } from 'vitest';
import { RuntimeError } from '../core/errors.ts';
import { type GroupMember, openSubscription } from './subscription.ts';

/** A member that joins and fails when it is told to. */
function createMember() {
  const joined = Promise.withResolvers<void>();
  const lost = Promise.withResolvers<RuntimeError>();
  const stop = vi.fn();
  const close = vi.fn(async () => undefined);
  const status = () => ({ assigned: [], stalledSince: undefined });
  const lag = async () => [];
  const member: GroupMember = { joined: joined.promise, lost: lost.promise, status, lag, stop, close };
  return { member, join: joined.resolve, refuse: joined.reject, lose: lost.resolve, stop, close };
}

function setUp({ stallsAtOnce = false, closing = new AbortController().signal } = {}) {
  const members: ReturnType<typeof createMember>[] = [];
  const [onError, onFatal] = [vi.fn(), vi.fn()];
  const subscription = {
    group: 'g',
    topics: ['orders'],
    startFrom: 'earliest' as const,
    onRecords: async () => undefined,
    onError,
    onFatal,
  };
  const opened = openSubscription({
    subscription,
    isPermanent: (error) => RuntimeError.is(error, 'OFFSET_OUT_OF_RANGE'),
    closing,
    createMember(memory) {
      if (stallsAtOnce) memory.stalled([{ topic: 'orders', partition: 0, offset: 5n }]);
      const made = createMember();
      members.push(made);
      return made.member;
    },
  });
  return { members, onError, onFatal, opened };
}

const failure = new RuntimeError('TRANSPORT_FAILED', 'no broker');

describe('openSubscription', () => {
  it('rejects where the first member cannot join', async () => {
    const { members, opened } = setUp();
    members[0]?.refuse(failure);
    await expect(opened).rejects.toBe(failure);
  });

  it('replaces a member that fails, and one that takes its place in vain', async () => {
    const { members, opened, onError, onFatal } = setUp();
    members[0]?.join();
    const subscription = await opened;
    members[0]?.lose(failure);
    await vi.waitFor(() => expect(members).toHaveLength(2));
    members[1]?.refuse(failure);
    await vi.waitFor(() => expect(members).toHaveLength(3), { timeout: 3_000 });
    members[2]?.join();
    expect(onError).toHaveBeenCalledTimes(2);
    expect(onFatal).not.toHaveBeenCalled();
    await subscription.close();
    expect(members[2]?.close).toHaveBeenCalledOnce();
  });

  it('says since when it is no member, until it is one again', async () => {
    const { members, opened } = setUp();
    members[0]?.join();
    const subscription = await opened;
    expect(subscription.status?.().lostSince).toBeUndefined();
    members[0]?.lose(failure);
    await vi.waitFor(() => expect(members).toHaveLength(2));
    expect(subscription.status?.().lostSince).toBeInstanceOf(Date);
    members[1]?.join();
    await vi.waitFor(() => expect(subscription.status?.().lostSince).toBeUndefined());
    await subscription.close();
  });

  it('ends for good where another member would fail the same way', async () => {
    const { members, opened, onError, onFatal } = setUp();
    members[0]?.join();
    await opened;
    const halt = new RuntimeError('OFFSET_OUT_OF_RANGE', 'records are gone');
    members[0]?.lose(halt);
    await vi.waitFor(() => expect(onFatal).toHaveBeenCalledExactlyOnceWith(halt));
    expect(onError).not.toHaveBeenCalled();
    expect(members).toHaveLength(1);
  });

  it.each(['stop', 'close'] as const)('replaces nobody after %s', async (end) => {
    const { members, opened, onError } = setUp();
    members[0]?.join();
    const subscription = await opened;
    await subscription[end]();
    members[0]?.lose(failure);
    await Promise.resolve();
    expect(onError).not.toHaveBeenCalled();
    expect(members).toHaveLength(1);
    expect(members[0]?.[end]).toHaveBeenCalledOnce();
  });

  it('ends for good where replacing the member has not helped against a stall', async () => {
    const { members, opened, onError, onFatal } = setUp({ stallsAtOnce: true });
    const stall = new RuntimeError('SUBSCRIPTION_STALLED', 'nothing arrives');
    members[0]?.join();
    await opened;
    for (const number of [0, 1, 2]) {
      members[number]?.lose(stall);
      await vi.waitFor(() => expect(members).toHaveLength(number + 2), { timeout: 5_000 });
      members[number + 1]?.join();
    }
    expect(onFatal).not.toHaveBeenCalled();
    members[3]?.lose(stall);
    await vi.waitFor(() => expect(onFatal).toHaveBeenCalledExactlyOnceWith(stall));
    expect(onError).toHaveBeenCalledTimes(3);
    expect(members).toHaveLength(4);
  });

  it('gives up joining when it is told to, and is done when the member has left', async () => {
    const closing = new AbortController();
    const { members, opened } = setUp({ closing: closing.signal });
    const left = Promise.withResolvers<undefined>();
    members[0]?.close.mockReturnValue(left.promise);
    closing.abort();
    expect(members[0]?.close).toHaveBeenCalledOnce();
    let settled = false;
    const outcome = expect(opened.finally(() => (settled = true))).rejects.toBe(failure);
    members[0]?.refuse(failure);
    await Promise.resolve();
    expect(settled).toBe(false);
    left.resolve(undefined);
    await outcome;
  });
});
