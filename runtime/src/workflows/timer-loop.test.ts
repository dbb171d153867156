import { describe, expect, it } from 'vitest';
import { silentLogger } from '../core/quiet-logger.ts';
import { manualTime } from '../core/testing/manual-time.ts';
import { startTimerLoop } from './timer-loop.ts';

/** A loop that asks when there is more to do, and when it was asked. */
function start(answer: (round: number) => number | undefined) {
  const time = manualTime(0);
  const rounds: number[] = [];
  const fireDue = async (): Promise<number | undefined> => {
    rounds.push(time.now().getTime());
    return answer(rounds.length);
  };
  const loop = startTimerLoop({ fireDue, pollInterval: 1_000, wait: time.wait, log: silentLogger, workflow: 'order' });
  return { loop, time, rounds };
}

describe('the loop of timers', () => {
  it('looks again when the next one is due, and after the poll interval at the latest', async () => {
    const { loop, time, rounds } = start((round) => (round === 1 ? 300 : 31_557_600_000));
    await time.advance(3_000);
    expect(rounds).toEqual([0, 300, 1_300, 2_300]);
    await loop.close();
  });

  it('looks often for a moment when a timer was started, whose transaction may not be committed yet', async () => {
    const { loop, time, rounds } = start(() => undefined);
    await time.advance(100);
    loop.wake();
    await time.advance(500);
    expect(rounds).toEqual([0, 100, 105, 125, 205, 525]);
    await loop.close();
  });

  it('goes on after the database was away', async () => {
    const { loop, time, rounds } = start((round) => {
      if (round < 3) throw new Error('away');
      return undefined;
    });
    await time.advance(2_000);
    expect(rounds).toEqual([0, 1_000, 2_000]);
    await loop.close();
  });

  it('does nothing any more once it is closed', async () => {
    const { loop, time, rounds } = start(() => undefined);
    await loop.close();
    await time.advance(5_000);
    expect(rounds).toEqual([0]);
    expect(time.waiting).toBe(0);
  });
});
