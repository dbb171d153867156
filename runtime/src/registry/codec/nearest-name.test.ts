import { describe, expect, it } from 'vitest';
import { nearestName } from './nearest-name.ts';

describe('nearestName', () => {
  it.each([
    ['custmer', 'customer'],
    ['orderID', 'orderId'],
    ['lnies', 'lines'],
  ])('takes %s for %s', (written, meant) => {
    expect(nearestName(written, ['lines', 'customer', 'orderId'])).toBe(meant);
  });

  it('finds nothing where nothing is near', () => {
    expect(nearestName('telephone', ['lines', 'customer'])).toBeUndefined();
    expect(nearestName('x', [])).toBeUndefined();
  });
});
