import { describe, expect, it } from 'vitest';
import { didYouMean } from './did-you-mean.ts';

describe('didYouMean', () => {
  it.each([
    ['Money', ['shop.Money', 'shop.Mone'], 'shop.Money'],
    ['shop.Adress', ['shop.Address', 'shop.Order'], 'shop.Address'],
    ['Adress', ['shop.Address', 'shop.Order'], 'shop.Address'],
    ['strnig', ['string', 'int'], 'string'],
    ['String', ['string', 'int'], 'string'],
    ['titel', ['title', 'tags'], 'title'],
    ['hots', ['host', 'hosted'], 'host'],
    ['timestamp-milis', ['timestamp-micros', 'timestamp-millis'], 'timestamp-millis'],
    ['Foo', ['b.Foo', 'a.Foo'], 'a.Foo'],
    ['Invoice', ['shop.Order', 'int'], undefined],
    ['currency', ['decimal', 'date'], undefined],
    ['x', [], undefined],
  ])('for %s of %j is %s', (written, candidates, meant) => {
    expect(didYouMean(written, candidates)).toBe(meant);
  });
});
