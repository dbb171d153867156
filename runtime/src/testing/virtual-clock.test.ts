import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createVirtualClock } from './virtual-clock.ts';

const never = new AbortController().signal;

it('stands still until it is moved', async () => {
  const clock = createVirtualClock(new Date('2026-11-21T10:00:00Z'));
  const woken: string[] = [];
  void clock.wait(3_600_000, never).then(() => woken.push(clock.now().toISOString()));
  await clock.advance(3_599_999);
  expect(woken).toEqual([]);
  await clock.advance(1);
  expect(woken).toEqual(['2026-11-21T11:00:00.000Z']);
});

it('lets everybody go on at their time and in the order of their times, also those who wait again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(fc.nat(50), { maxLength: 4 }), { maxLength: 6 }), async (sleepers) => {
      const clock = createVirtualClock(new Date(0));
      const woken: number[] = [];
      const sleep = async (waits: readonly number[]): Promise<void> => {
        for (const wait of waits) {
          const due = clock.now().getTime() + wait;
          await clock.wait(wait, never);
          expect(clock.now().getTime()).toBe(due);
          woken.push(due);
        }
      };
      const all = Promise.all(sleepers.map(sleep));
      await clock.advance(200);
      await all;
      expect(woken).toEqual(woken.toSorted((a, b) => a - b));
      expect(clock.now().getTime()).toBe(200);
    }),
  );
});

it('lets go of who gives up waiting', async () => {
  const clock = createVirtualClock();
  const giving = new AbortController();
  const waiting = clock.wait(10, giving.signal);
  expect(clock.waiting).toBe(1);
  giving.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  expect(clock.waiting).toBe(0);
  await expect(clock.wait(10, giving.signal)).rejects.toThrow('enough');
});

it('waits between two times until what the first has set going is over', async () => {
  const clock = createVirtualClock();
  const steps: string[] = [];
  for (const wait of [1, 2]) void clock.wait(wait, never).then(() => steps.push(`woken at ${wait}`));
  await clock.advance(5, async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    steps.push('at rest');
  });
  expect(steps).toEqual(['at rest', 'woken at 1', 'at rest', 'woken at 2', 'at rest']);
});
