import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acknowledgementOf, retryAfter } from './acknowledgement.ts';

const now = Date.parse('2026-11-21T10:00:00Z');

describe('acknowledgementOf', () => {
  it('knows what every status means', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), (status) => {
        const expected =
          status >= 200 && status < 300 ? 'done' : status >= 400 && status < 500 && status !== 429 ? 'fatal' : 'retry';
        expect(acknowledgementOf(status, {})).toBe(expected);
        expect(acknowledgementOf(status, { [status]: 'fatal' })).toBe('fatal');
      }),
    );
  });
});

describe('retryAfter', () => {
  it.each([
    ['7', 7_000],
    [' 7 ', 7_000],
    ['0', 0],
    ['Sat, 21 Nov 2026 10:00:30 GMT', 30_000],
    ['Sat, 21 Nov 2026 09:00:00 GMT', 0],
    ['999999999999', 3_600_000],
    ['soon', undefined],
    ['', undefined],
    [null, undefined],
  ])('reads %j', (text, expected) => {
    expect(retryAfter(text, now)).toBe(expected);
  });

  it('never asks for more than an hour, nor for anything but a time', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const after = retryAfter(text, now);
        expect(after === undefined || (after >= 0 && after <= 3_600_000)).toBe(true);
      }),
    );
  });
});
