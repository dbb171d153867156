import fc from 'fast-check';
import { expect, it } from 'vitest';
import { crashPoints } from '../../core/crash-points.ts';
import { describeFault, type Fault, faultPlan } from './fault-plan.ts';

const seeds = fc.integer({ min: 1, max: 100_000 });
const firstSeeds = Array.from({ length: 14 }, (_, index) => index + 1);

it('is the same for a seed at every time', () => {
  fc.assert(
    fc.property(seeds, fc.nat(50), (seed, messages) => {
      expect(faultPlan(seed, messages)).toEqual(faultPlan(seed, messages));
    }),
  );
});

it('does nothing at first, then each kind of fault and each crash point by itself', () => {
  const plans = firstSeeds.map((seed) => faultPlan(seed, 5).faults);
  expect(plans.map(({ length }) => length)).toEqual([0, ...Array(12).fill(1), expect.any(Number)]);
  const faults = plans.slice(1, 13).flat();
  expect(new Set(faults.map(({ kind }) => kind)).size).toBe(7);
  expect(faults.flatMap((fault) => (fault.kind === 'crash' ? [fault.point] : []))).toEqual([...crashPoints]);
});

it('has by lot two to six faults, at places that so many messages reach', () => {
  fc.assert(
    fc.property(fc.integer({ min: 14, max: 100_000 }), fc.integer({ min: 1, max: 50 }), (seed, messages) => {
      const { faults, order } = faultPlan(seed, messages);
      expect(order).toBe('shuffled');
      expect(faults.length).toBeGreaterThanOrEqual(2);
      expect(faults.length).toBeLessThanOrEqual(6);
      for (const { nth } of faults) {
        expect(nth).toBeGreaterThanOrEqual(1);
        expect(nth).toBeLessThanOrEqual(messages);
      }
    }),
  );
});

it.each<[Fault, string]>([
  [{ kind: 'crash', point: 'after-commit', nth: 1 }, 'crash at after-commit, the 1st time'],
  [{ kind: 'duplicate', nth: 22, late: false }, 'the 22nd message is sent twice'],
  [{ kind: 'rolled-back', nth: 12 }, 'the 12th transaction is undone at its end'],
])('describes a fault in words', (fault, words) => {
  expect(describeFault(fault)).toBe(words);
});
