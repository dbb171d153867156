import { describe, expect, it } from 'vitest';
import { hasWords, wordsOf } from './words.ts';

describe('wordsOf', () => {
  it.each([
    ['orderId', ['order', 'id']],
    ['OrderID', ['order', 'id']],
    ['HTTPServer', ['http', 'server']],
    ['order_id', ['order', 'id']],
    ['line2Total', ['line2', 'total']],
    ['x', ['x']],
  ])('%s', (name, words) => {
    expect(wordsOf(name)).toEqual(words);
  });
});

describe('hasWords', () => {
  it('finds whole words only', () => {
    expect(hasWords('customerBirthDate', 'birth date')).toBe(true);
    expect(hasWords('streetlights', 'street')).toBe(false);
    expect(hasWords('dateOfBirth', 'birth date')).toBe(false);
  });
});
