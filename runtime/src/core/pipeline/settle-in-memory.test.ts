import { describe, expect, it } from 'vitest';
import { record } from '../testing/hand-claim.ts';
import { testPipeline } from '../testing/test-pipeline.ts';
import { settleInMemory } from './settle-in-memory.ts';

const { laneOf } = settleInMemory(testPipeline());

describe('settleInMemory', () => {
  it('has a lane for each key, told apart by its bytes', () => {
    const lanes = Array.from({ length: 256 }, (_, byte) => laneOf(record(byte, { key: Uint8Array.of(byte) })));
    expect(new Set(lanes).size).toBe(256);
    expect(laneOf(record(300, { key: Uint8Array.of(7) }))).toBe(lanes[7]);
  });

  it('gives an empty key a lane, and no lane to a record without a key', () => {
    expect(laneOf(record(1, { key: '' }))).toBe('');
    expect(laneOf(record(1, { key: null }))).toBeUndefined();
  });
});
