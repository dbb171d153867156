import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PartitionClaim } from '../core/transport.ts';
import { type CommittedOffset, createOffsetCommitter } from './offset-committer.ts';

function createClaim(partition: number) {
  const ended = new AbortController();
  const claim: PartitionClaim = { topic: 'orders', partition, signal: ended.signal, commit: async () => undefined };
  return { claim, end: () => ended.abort(new Error('the claim has ended')) };
}

/** Requests that are answered by hand, in order. */
function createBroker() {
  const requests: (readonly CommittedOffset[])[] = [];
  const answers: PromiseWithResolvers<void>[] = [];
  const send = (offsets: readonly CommittedOffset[]): Promise<void> => {
    requests.push(offsets);
    const answer = Promise.withResolvers<void>();
    answers.push(answer);
    return answer.promise;
  };
  return { requests, answers, send };
}

const saysMembershipEnded = (error: unknown): boolean => error instanceof Error && error.message === 'fenced';

const offsetsOf = (request: readonly CommittedOffset[] | undefined) =>
  request?.map(({ partition, offset }) => [partition, offset]);

function setUp(timeout = 10_000) {
  const broker = createBroker();
  const onMembershipEnded = vi.fn();
  const committer = createOffsetCommitter({ send: broker.send, saysMembershipEnded, onMembershipEnded, timeout });
  return { ...broker, onMembershipEnded, committer };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('createOffsetCommitter', () => {
  it('puts into one request what comes while another is under way, each claim by its last offset', async () => {
    const { committer, requests, answers } = setUp();
    const [first, second] = [createClaim(0), createClaim(1)];
    const opening = committer.commit(first.claim, 1n);
    await vi.waitFor(() => expect(requests).toHaveLength(1));
    const rest = [
      committer.commit(first.claim, 2n),
      committer.commit(second.claim, 7n),
      committer.commit(first.claim, 3n),
    ];
    answers[0]?.resolve();
    await opening;
    await vi.waitFor(() => expect(requests).toHaveLength(2));
    answers[1]?.resolve();
    await Promise.all(rest);
    expect(requests.map(offsetsOf)).toEqual([
      [[0, 1n]],
      [
        [0, 3n],
        [1, 7n],
      ],
    ]);
  });

  it('sends nothing for a claim that has ended while it waited', async () => {
    const { committer, requests, answers } = setUp();
    const [first, second, third] = [createClaim(0), createClaim(1), createClaim(2)];
    const opening = committer.commit(first.claim, 1n);
    await vi.waitFor(() => expect(requests).toHaveLength(1));
    const late = committer.commit(second.claim, 1n);
    const live = committer.commit(third.claim, 1n);
    second.end();
    await expect(late).rejects.toThrow('the claim has ended');
    answers[0]?.resolve();
    await opening;
    await vi.waitFor(() => expect(requests).toHaveLength(2));
    answers[1]?.resolve();
    await live;
    expect(offsetsOf(requests[1])).toEqual([[2, 1n]]);
  });

  it('rejects as soon as the claim ends, whatever becomes of the request', async () => {
    const { committer, requests } = setUp();
    const { claim, end } = createClaim(0);
    const commit = committer.commit(claim, 1n);
    await vi.waitFor(() => expect(requests).toHaveLength(1));
    end();
    await expect(commit).rejects.toThrow('the claim has ended');
  });

  it('tries again while the claim lives', async () => {
    const { committer, requests, answers } = setUp();
    const commit = committer.commit(createClaim(0).claim, 4n);
    await vi.waitFor(() => expect(requests).toHaveLength(1));
    answers[0]?.reject(new Error('the coordinator moves'));
    await vi.waitFor(() => expect(requests).toHaveLength(2));
    answers[1]?.resolve();
    await commit;
    expect(requests.map(offsetsOf)).toEqual([[[0, 4n]], [[0, 4n]]]);
  });

  it('says so where the group no longer counts the member, and does not insist', async () => {
    const { committer, requests, answers, onMembershipEnded } = setUp();
    const { claim, end } = createClaim(0);
    onMembershipEnded.mockImplementation(end);
    const commit = committer.commit(claim, 4n);
    await vi.waitFor(() => expect(requests).toHaveLength(1));
    answers[0]?.reject(new Error('fenced'));
    await expect(commit).rejects.toThrow('the claim has ended');
    expect(onMembershipEnded).toHaveBeenCalledOnce();
    expect(requests).toHaveLength(1);
  });

  it('takes what is said of a membership of before for that, once the group counts the member anew', async () => {
    const { committer, answers, onMembershipEnded, requests } = setUp();
    const [before, present] = [createClaim(0), createClaim(0)];
    const late = committer.commit(before.claim, 1n).catch(() => undefined);
    await vi.waitFor(() => expect(requests).toHaveLength(1));
    before.end();
    const committing = committer.commit(present.claim, 2n);
    answers[0]?.reject(new Error('fenced'));
    await vi.waitFor(() => expect(requests).toHaveLength(2));
    answers[1]?.resolve();
    await Promise.all([late, committing]);
    expect(onMembershipEnded).not.toHaveBeenCalled();
  });

  it('gives up in the end', async () => {
    const { committer, answers, requests } = setUp(-1);
    const commit = committer.commit(createClaim(0).claim, 4n);
    await vi.waitFor(() => expect(requests).toHaveLength(1));
    answers[0]?.reject(new Error('no coordinator'));
    await expect(commit).rejects.toMatchObject({ code: 'TRANSPORT_FAILED' });
  });

  it('waits two seconds at most once there is a hurry, also for what is under way', async () => {
    vi.useFakeTimers();
    const { committer } = setUp();
    const { claim } = createClaim(0);
    const outcomes: string[] = [];
    const watch = (name: string): void => {
      committer.commit(claim, 4n).catch((error: unknown) => outcomes.push(`${name}: ${error}`));
    };
    watch('before');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(outcomes).toEqual([]);
    committer.hurry();
    await vi.advanceTimersByTimeAsync(1_000);
    watch('after');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(outcomes).toEqual([expect.stringMatching(/^before: .*no answer within 2000 ms/)]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(outcomes).toHaveLength(2);
  });
});
