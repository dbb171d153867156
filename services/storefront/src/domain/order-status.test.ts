import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canAskToCancel, type OrderStep, orderSteps, statusOf } from './order-status.ts';

describe('statusOf', () => {
  it.each<[OrderStep, readonly OrderStep[]]>([
    ['placed', ['placed']],
    ['delivered', ['placed', 'received', 'payment-authorized', 'confirmed', 'dispatched', 'shipped', 'delivered']],
    ['rejected', ['placed', 'received', 'payment-declined', 'rejected']],
    ['refunded', ['placed', 'received', 'confirmed', 'stock-short', 'cancelled', 'refunded']],
    ['cancelled', ['placed', 'confirmed', 'cancelled', 'dispatched', 'shipped']],
  ])('is %s after these steps', (status, steps) => {
    expect(statusOf(steps)).toBe(status);
  });

  it('does not depend on the order in which steps become known', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...orderSteps], { minLength: 1 }), (steps) => {
        expect(statusOf(steps)).toBe(statusOf(steps.toReversed()));
      }),
    );
  });

  it('is unknown before the first step', () => {
    expect(statusOf([])).toBeUndefined();
  });
});

describe('canAskToCancel', () => {
  it.each<[OrderStep, boolean]>([
    ['placed', true],
    ['confirmed', true],
    ['stock-reserved', true],
    ['payment-declined', false],
    ['dispatched', false],
    ['cancelled', false],
  ])('of an order that is %s: %s', (status, expected) => {
    expect(canAskToCancel(status)).toBe(expected);
  });
});
