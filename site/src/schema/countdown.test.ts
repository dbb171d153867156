import { describe, expect, it } from 'vitest';
import { countdown } from './countdown.ts';

describe('countdown', () => {
  it.each([
    ['2027-01-31', '2026-11-21', '71 days left', 'plain'],
    ['2026-12-01', '2026-11-21', '10 days left', 'warns'],
    ['2026-11-21', '2026-11-21', 'the last day', 'warns'],
    ['2026-11-20', '2026-11-21', 'overdue by 1 day', 'bad'],
  ])('to %s from %s: %s', (until, from, text, tone) => {
    expect(countdown(until, from)).toEqual([{ kind: 'badge', tone, text }]);
  });

  it('says nothing where a day is not known, or is none', () => {
    expect(countdown('2027-01-31', undefined)).toEqual([]);
    expect(countdown(undefined, '2026-11-21')).toEqual([]);
    expect(countdown('next year', '2026-11-21')).toEqual([]);
  });
});
