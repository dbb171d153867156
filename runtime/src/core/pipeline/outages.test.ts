import { describe, expect, it } from 'vitest';
import { watchOutages } from './outages.ts';

describe('watchOutages', () => {
  it('tells of the one that has lasted longest, until it is over', () => {
    let time = 0;
    const outages = watchOutages(() => new Date(++time));
    expect(outages.current()).toBeUndefined();
    const first = outages.began('registry');
    const second = outages.began('database');
    expect(outages.current()).toEqual({ since: new Date(1), error: 'registry' });
    first();
    first();
    expect(outages.current()).toEqual({ since: new Date(2), error: 'database' });
    second();
    expect(outages.current()).toBeUndefined();
  });
});
