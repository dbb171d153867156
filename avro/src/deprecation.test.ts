import { describe, expect, it } from 'vitest';
import { type Deprecation, deprecationIn, readDeprecation } from './deprecation.ts';
import type { JsonValue } from './model.ts';

const nothing: Deprecation = { text: '', since: undefined, replacedBy: undefined, removeAfter: undefined };

describe('a mark of deprecation', () => {
  it.each<[JsonValue | undefined, Deprecation | undefined]>([
    [undefined, undefined],
    [null, undefined],
    [false, undefined],
    [true, nothing],
    [' Use total. ', { ...nothing, text: 'Use total.' }],
    [
      { since: 2, replacedBy: 'total', removeAfter: '2027-01-31' },
      { text: '', since: '2', replacedBy: 'total', removeAfter: '2027-01-31' },
    ],
    [{ replacedBy: ' ', since: ['odd'] }, nothing],
    [['odd'], nothing],
  ])('%j is %j', (mark, deprecation) => {
    expect(readDeprecation(mark)).toEqual(deprecation);
  });

  it('stands in a schema under either name', () => {
    expect(deprecationIn({ 'x-deprecated': 'a', deprecated: 'b' })?.text).toBe('a');
    expect(deprecationIn({ deprecated: 'b' })?.text).toBe('b');
    expect(deprecationIn({})).toBeUndefined();
  });
});
