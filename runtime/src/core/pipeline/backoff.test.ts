import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffDelay } from './backoff.ts';

describe('backoffDelay', () => {
  it('doubles up to the longest wait', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7].map((n) => backoffDelay(n, { first: 1_000, longest: 30_000 }, () => 0));
    expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it('takes up to a fifth off, and stays finite for ever', () => {
    const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), unit, (failures, part) => {
        const full = backoffDelay(failures, { first: 100, longest: 2_000 }, () => 0);
        const delay = backoffDelay(failures, { first: 100, longest: 2_000 }, () => part);
        expect(delay).toBeGreaterThanOrEqual(full * 0.8);
        expect(delay).toBeLessThanOrEqual(full);
        expect(full).toBeLessThanOrEqual(2_000);
      }),
    );
  });
});
