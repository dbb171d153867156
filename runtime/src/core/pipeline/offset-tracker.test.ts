import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOffsetTracker } from './offset-tracker.ts';

describe('createOffsetTracker', () => {
  it('knows no position before the first record', () => {
    expect(createOffsetTracker().position()).toBeUndefined();
  });

  it('stays at the lowest unfinished offset and then jumps over what was finished meanwhile', () => {
    const tracker = createOffsetTracker();
    for (const offset of [10n, 11n, 15n]) tracker.started(offset);
    tracker.finished(11n);
    tracker.finished(15n);
    expect(tracker.position()).toBe(10n);
    expect(tracker.inFlight).toBe(1);
    tracker.finished(10n);
    expect(tracker.position()).toBe(16n);
  });

  it('never passes an unfinished offset, whatever the order of finishing', () => {
    const offsets = fc.uniqueArray(fc.bigInt({ min: 0n, max: 1_000n }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(offsets, fc.infiniteStream(fc.nat()), (unordered, choices) => {
        const tracker = createOffsetTracker();
        const unfinished = [...unordered].sort((a, b) => Number(a - b));
        const last = unfinished.at(-1) ?? 0n;
        for (const offset of unfinished) tracker.started(offset);
        while (unfinished.length > 0) {
          expect(tracker.position()).toBe(unfinished[0]);
          const [finished = 0n] = unfinished.splice(choices.next().value % unfinished.length, 1);
          tracker.finished(finished);
        }
        expect(tracker.position()).toBe(last + 1n);
      }),
    );
  });
});
