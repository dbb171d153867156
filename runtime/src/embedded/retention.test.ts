import { describe, expect, it } from 'vitest';
import { expiredSegments } from './retention.ts';

const FOREVER = { retentionMs: Number.POSITIVE_INFINITY, retentionBytes: Number.POSITIVE_INFINITY };
const SEGMENTS = [
  { size: 100, newestTimestamp: 1_000 },
  { size: 100, newestTimestamp: 2_000 },
  { size: 50, newestTimestamp: 3_000 },
];

describe('expiredSegments', () => {
  it('keeps everything where there is no limit', () => {
    expect(expiredSegments(SEGMENTS, FOREVER, 1e15)).toBe(0);
  });

  it.each([
    ['none while the oldest segment has a record young enough', 1_500, 0],
    ['a segment once its youngest record is too old', 1_501, 1],
    ['the active segment too', 10_000, 3],
  ])('removes by age %s', (_, now, expected) => {
    expect(expiredSegments(SEGMENTS, { ...FOREVER, retentionMs: 500 }, now)).toBe(expected);
  });

  it.each([
    ['none while the rest would hold less than the limit', 151, 0],
    ['what is above the limit', 150, 1],
    ['several', 50, 2],
  ])('removes by size %s', (_, retentionBytes, expected) => {
    expect(expiredSegments(SEGMENTS, { ...FOREVER, retentionBytes }, 0)).toBe(expected);
  });

  it('removes by whichever limit is reached', () => {
    expect(expiredSegments(SEGMENTS, { retentionMs: 500, retentionBytes: 50 }, 0)).toBe(2);
    expect(expiredSegments(SEGMENTS, { retentionMs: 500, retentionBytes: 250 }, 2_501)).toBe(2);
  });

  it('leaves an empty partition alone', () => {
    expect(expiredSegments([{ size: 0, newestTimestamp: 0 }], { retentionMs: 0, retentionBytes: 0 }, 1e15)).toBe(0);
  });
});
