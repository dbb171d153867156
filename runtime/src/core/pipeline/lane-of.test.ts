import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lanesPerPartition } from '../delivery.ts';
import { partitionOf } from '../partitioner.ts';
import { laneOf } from './lane-of.ts';

const bytes = (key: string): Uint8Array => new TextEncoder().encode(key);

describe('laneOf', () => {
  it('never changes: positions in databases are by lane', () => {
    const lanes = ['', 'a', 'order-1', 'order-2', 'ö'].map((key) => laneOf({ key: bytes(key), offset: 0n }));
    expect(lanes).toEqual([8, 50, 17, 29, 21]);
  });

  it('is one of the lanes there are, and the same for a key at every offset', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.bigInt({ min: 0n, max: 2n ** 62n }), (key, offset) => {
        const lane = laneOf({ key, offset });
        expect(lane).toBe(laneOf({ key, offset: 0n }));
        expect(lane >= 0 && lane < lanesPerPartition).toBe(true);
      }),
    );
  });

  it('spreads records without a key', () => {
    const lanes = Array.from({ length: 64 }, (_, offset) => laneOf({ key: null, offset: BigInt(offset) }));
    expect(new Set(lanes).size).toBe(64);
  });

  it('spreads the keys of one partition over all lanes', () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => bytes(`order-${index}`));
    const ofOne = keys.filter((key) => partitionOf(key, 64, () => 0) === 5);
    expect(new Set(ofOne.map((key) => laneOf({ key, offset: 0n }))).size).toBeGreaterThan(56);
  });
});
