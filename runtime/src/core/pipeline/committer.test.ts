import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../errors.ts';
import { type Deferred, deferred } from '../testing/deferred.ts';
import { type HandClaim, handClaim } from '../testing/hand-claim.ts';
import { atRest, type ManualTime, manualTime } from '../testing/manual-time.ts';
import { type Committer, createCommitter } from './committer.ts';

interface Bench {
  readonly committer: Committer;
  readonly claim: HandClaim;
  readonly time: ManualTime;
  readonly failures: unknown[];
  readonly ended: AbortController;
  finish(records: number): void;
}

function bench(slow?: Deferred): Bench {
  const claim = handClaim();
  const time = manualTime();
  const failures: unknown[] = [];
  const ended = new AbortController();
  let position = 0n;
  const committer = createCommitter({
    position: () => position,
    commit: async (offset) => {
      await slow?.promise;
      await claim.commit(offset);
    },
    wait: time.wait,
    ended: ended.signal,
    failed: (error) => failures.push(error),
  });
  const finish = (records: number): void => {
    for (let record = 0; record < records; record += 1) {
      position += 1n;
      committer.finished();
    }
  };
  return { committer, claim, time, failures, ended, finish };
}

describe('createCommitter', () => {
  it('commits once for all records of 200 ms', async () => {
    const { claim, time, finish } = bench();
    finish(1);
    await time.advance(100);
    finish(1);
    await time.advance(99);
    expect(claim.commits).toEqual([]);
    await time.advance(1);
    expect(claim.commits).toEqual([2n]);
    await time.advance(10_000);
    expect(claim.commits).toEqual([2n]);
  });

  it('commits sooner when a hundred records are finished', async () => {
    const { claim, finish } = bench();
    finish(250);
    await atRest();
    expect(claim.commits).toEqual([250n]);
    finish(100);
    await atRest();
    expect(claim.commits).toEqual([250n, 350n]);
  });

  it('commits at once when asked to, and only what is new', async () => {
    const { committer, claim, finish } = bench();
    await committer.flush();
    expect(claim.commits).toEqual([0n]);
    finish(3);
    await committer.flush();
    await committer.flush();
    expect(claim.commits).toEqual([0n, 3n]);
  });

  it('makes one commit at a time', async () => {
    const slow = deferred();
    const { committer, claim, finish } = bench(slow);
    finish(1);
    const first = committer.flush();
    await atRest();
    finish(1);
    const second = committer.flush();
    await atRest();
    slow.resolve();
    await Promise.all([first, second]);
    expect(claim.commits).toEqual([1n, 2n]);
  });

  it('reports a failed commit and tries again, also where no other record follows', async () => {
    const { claim, time, failures, finish } = bench();
    claim.failure = new RuntimeError('TRANSPORT_FAILED', 'no broker');
    finish(1);
    await time.advance(200);
    expect(failures).toHaveLength(1);
    await time.advance(200);
    expect(failures).toHaveLength(2);
    expect(claim.commits).toEqual([]);
    claim.failure = undefined;
    await time.advance(200);
    expect(claim.commits).toEqual([1n]);
  });

  it('is silent when the claim has ended', async () => {
    const { committer, claim, time, failures, ended, finish } = bench();
    finish(1);
    claim.end();
    await committer.flush();
    expect(failures).toEqual([]);
    ended.abort();
    await time.advance(1_000);
    expect(claim.commits).toEqual([]);
    expect(time.waiting).toBe(0);
  });
});

describe('the interval of a claim', () => {
  it('takes the place of the usual one', async () => {
    const claim = handClaim();
    const time = manualTime();
    const { signal: ended } = new AbortController();
    const committer = createCommitter({
      position: () => 1n,
      commit: claim.commit,
      wait: time.wait,
      interval: 5,
      ended,
      failed: () => undefined,
    });
    committer.finished();
    await time.advance(4);
    expect(claim.commits).toEqual([]);
    await time.advance(1);
    expect(claim.commits).toEqual([1n]);
  });
});
