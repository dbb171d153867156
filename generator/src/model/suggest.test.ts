import { describe, expect, it } from 'vitest';
import { suggest } from './suggest.ts';

describe('suggest', () => {
  it.each([
    ['genrate', ['contracts', 'generate'], "Did you mean 'generate'?"],
    ['ORDERS', ['orders', 'order'], "Did you mean 'orders'?"],
    ['./adress.avsc', ['./a.avsc', './address.avsc'], "Did you mean './address.avsc'?"],
    ['colour', ['b', 'a'], "There are: 'a', 'b'."],
    ['colour', ['a'], "There is: 'a'."],
    ['colour', [], undefined],
    ['colour', ['1', '2', '3', '4', '5', '6', '7', '8', '9'], undefined],
  ])('for %s among %j says %s', (name, known, text) => {
    expect(suggest(name, known)).toBe(text);
  });
});
