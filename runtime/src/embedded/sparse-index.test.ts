import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSparseIndex, INDEX_INTERVAL_BYTES } from './sparse-index.ts';

describe('createSparseIndex', () => {
  it('points at or closely before every record', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 3 * INDEX_INTERVAL_BYTES }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(sizes, fc.nat(1_000), (lengths, baseOffset) => {
        const index = createSparseIndex();
        const positions: number[] = [];
        let position = 0;
        lengths.forEach((length, at) => {
          index.note(baseOffset + at, position);
          positions.push(position);
          position += length;
        });
        positions.forEach((exact, at) => {
          const found = index.positionOf(baseOffset + at);
          expect(positions).toContain(found);
          expect(exact - found).toBeGreaterThanOrEqual(0);
          expect(exact - found).toBeLessThan(INDEX_INTERVAL_BYTES);
        });
      }),
    );
  });
});
