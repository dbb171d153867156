import { describe, expect, it } from 'vitest';
import type { DueKey } from '../delivery.ts';
import { type Deferred, deferred } from '../testing/deferred.ts';
import { atRest, manualTime } from '../testing/manual-time.ts';
import { pollParked } from './poll-parked.ts';

const key = (name: string): DueKey => ({ lane: 7, key: new TextEncoder().encode(name) });

function bench(answers: (readonly DueKey[])[] = [], nextIn?: () => number | undefined) {
  const time = manualTime();
  const stopping = new AbortController();
  const asked: number[] = [];
  const takenUp: string[] = [];
  const failures: unknown[] = [];
  const works: Deferred[] = [];
  const fails: Error[] = [];
  const start = time.now().getTime();
  const poll = pollParked({
    parked: {
      dueKeys: async () => {
        asked.push(time.now().getTime() - start);
        const failure = fails.shift();
        if (failure !== undefined) throw failure;
        return { keys: answers.shift() ?? [], nextIn: nextIn?.() };
      },
      laneOf: ({ lane }) => String(lane),
      settle: async () => false,
    },
    wait: time.wait,
    now: time.now,
    stopping: stopping.signal,
    takeUp: ({ key: bytes }) => {
      takenUp.push(new TextDecoder().decode(bytes ?? undefined));
      const work = deferred();
      works.push(work);
      return work.promise;
    },
    failed: (error) => failures.push(error),
  });
  return { poll, time, stopping, asked, takenUp, failures, works, fails };
}

describe('pollParked', () => {
  it('asks at once, since keys may be left from before, and then now and then', async () => {
    const { asked, takenUp, time } = bench([[key('a'), key('b')]]);
    await time.advance(11_000);
    expect(asked).toEqual([0, 5_000, 10_000]);
    expect(takenUp).toEqual(['a', 'b']);
  });

  it('asks when the next key is due, where that is earlier', async () => {
    const waits = [700, 60_000, undefined];
    const { asked, time } = bench([], () => waits.shift());
    await time.advance(8_000);
    expect(asked).toEqual([0, 700, 5_700]);
  });

  it('asks earlier for a key that was parked meanwhile, and no later for one that is due long after', async () => {
    const { poll, asked, time } = bench();
    await time.advance(1_000);
    poll.due(500);
    poll.due(60_000);
    await time.advance(5_000);
    expect(asked).toEqual([0, 1_500]);
    await time.advance(500);
    expect(asked).toEqual([0, 1_500, 6_500]);
  });

  it('hears of a key that is parked while it asks', async () => {
    const { poll, asked, time } = bench();
    poll.due(100);
    await time.advance(100);
    expect(asked).toEqual([0, 100]);
  });

  it('takes a key up once, however often it is found, until that is over', async () => {
    const { takenUp, works, time } = bench([[key('a')], [key('a')], [key('a')]]);
    await time.advance(5_000);
    expect(takenUp).toEqual(['a']);
    works[0]?.resolve();
    await time.advance(5_000);
    expect(takenUp).toEqual(['a', 'a']);
  });

  it('asks for more as soon as one is over, where there were more than it asks for at once', async () => {
    const many = Array.from({ length: 64 }, (_, index) => key(`k${index}`));
    const { asked, works, time } = bench([many, [key('last')]]);
    await atRest();
    works[0]?.resolve();
    await time.advance(0);
    expect(asked).toEqual([0, 0]);
  });

  it('goes on where the database could not be asked', async () => {
    const { fails, failures, asked, time } = bench();
    await atRest();
    fails.push(new Error('away'));
    await time.advance(10_000);
    expect(failures).toEqual([new Error('away')]);
    expect(asked).toEqual([0, 5_000, 10_000]);
  });

  it('asks no more once it is stopped', async () => {
    const { stopping, asked, time } = bench();
    await time.advance(1_000);
    stopping.abort();
    await time.advance(20_000);
    expect(asked).toEqual([0]);
    expect(time.waiting).toBe(0);
  });
});
