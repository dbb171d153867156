import { describe, expect, it } from 'vitest';
import { globMatcher } from './glob.ts';

describe('globMatcher', () => {
  it.each([
    ['orders.ts', 'orders.ts', true],
    ['orders.ts', 'messages/orders.ts', true],
    ['./orders.ts', 'messages/orders.ts', false],
    ['/orders.ts', 'orders.ts', true],
    ['messages/*', 'messages/order-placed.ts', true],
    ['messages/*', 'messages/deep/order-placed.ts', false],
    ['messages/**', 'messages/deep/order-placed.ts', true],
    ['schemas/**/money.ts', 'schemas/money.ts', true],
    ['schemas/**/money.ts', 'schemas/shop/common/money.ts', true],
    ['schemas/**/money.ts', 'schemas/shop/common/not-money.ts', false],
    ['{orders,payments}.ts', 'payments.ts', true],
    ['{orders,payments}.ts', 'shipping.ts', false],
    ['*.v[12].ts', 'a/order.v1.ts', true],
    ['*.v[!1].ts', 'a/order.v1.ts', false],
    ['order?.ts', 'orders.ts', true],
    ['a.ts', 'abts', false],
    ['[', '[', true],
    ['a{b', 'a{b', true],
    ['(a|b)+.ts', '(a|b)+.ts', true],
  ])('%j on %j: %j', (glob, path, matches) => {
    expect(globMatcher(glob)(path)).toBe(matches);
  });
});
