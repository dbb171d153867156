import { type JsonValue, readDeprecation } from '@eventwright/avro';
import { describe, expect, it } from 'vitest';
import { deprecationOf, deprecationText } from './deprecation.ts';

describe('what a deprecation says', () => {
  it.each<[JsonValue, string]>([
    [true, ''],
    [' Use total. ', 'Use total.'],
    [
      { since: '2.0', replacedBy: 'total', removeAfter: '2027-01-01' },
      'since 2.0, use total, to be removed after 2027-01-01',
    ],
    [{ replacedBy: 'total' }, 'use total'],
    [{}, ''],
  ])('by %j is %j', (mark, text) => {
    const deprecation = readDeprecation(mark);
    expect(deprecation === undefined ? undefined : deprecationText(deprecation)).toBe(text);
  });

  it('stands in an Avro schema under either name', () => {
    expect(deprecationOf({ 'x-deprecated': 'a' })).toBe('a');
    expect(deprecationOf({ deprecated: 'b' })).toBe('b');
    expect(deprecationOf({})).toBeUndefined();
  });
});
