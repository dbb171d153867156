import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationText, parseDuration } from './duration.ts';

const longest = 24 * 86_400_000;

describe('parseDuration', () => {
  it.each([
    ['250ms', 250],
    ['5s', 5_000],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['1d', 86_400_000],
    ['24d', longest],
    [1_500, 1_500],
  ])('takes %j for %i ms', (written, milliseconds) => {
    expect(parseDuration(written)).toBe(milliseconds);
  });

  it.each([
    '',
    '5',
    's',
    '5 s',
    '1.5s',
    '-5s',
    '5S',
    '5sec',
    '1h30m',
    '0s',
    '25d',
    0,
    -1,
    1.5,
    longest + 1,
    Number.NaN,
    true,
    null,
    undefined,
    [],
    ['5s'],
  ])('takes %j for no duration', (written) => {
    expect(parseDuration(written)).toBeUndefined();
  });

  it('reads back what durationText writes, for any duration', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: longest }), (milliseconds) => {
        expect(parseDuration(durationText(milliseconds))).toBe(milliseconds);
      }),
    );
  });
});

describe('durationText', () => {
  it.each([
    [250, '250ms'],
    [1_500, '1500ms'],
    [30_000, '30s'],
    [90_000, '90s'],
    [600_000, '10m'],
    [3_600_000, '1h'],
    [48 * 3_600_000, '2d'],
  ])('writes %i ms in the largest unit that keeps it whole: %s', (milliseconds, text) => {
    expect(durationText(milliseconds)).toBe(text);
  });
});
