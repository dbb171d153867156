import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Random, seededRandom } from './random.ts';

function draw(random: Random, count = 20): readonly number[] {
  return Array.from({ length: count }, () => random.next());
}

describe('seededRandom', () => {
  it('gives the same stream for the same seed, and another one for another', () => {
    expect(draw(seededRandom(7))).toEqual(draw(seededRandom(7)));
    expect(draw(seededRandom(7))).not.toEqual(draw(seededRandom(8)));
  });

  it('stays the same from version to version, or old reports could not be repeated', () => {
    expect(seededRandom(1).between(0, 1_000_000)).toBe(627_074);
    expect(seededRandom('F6/1').between(0, 1_000_000)).toBe(289_619);
  });

  it('draws whole numbers within their bounds, both of them included', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 3 }), (seed, width) => {
        const random = seededRandom(seed);
        const drawn = new Set(Array.from({ length: 200 }, () => random.between(5, 5 + width)));
        expect([...drawn].sort()).toEqual(Array.from({ length: width + 1 }, (_, index) => 5 + index));
      }),
      { numRuns: 50 },
    );
  });

  it('forks streams that do not disturb each other', () => {
    const [one, other] = [seededRandom(7), seededRandom(7)];
    draw(one.fork('proxy'), 5);
    expect(one.next()).toBe(other.next());
    expect(draw(one.fork('proxy'))).toEqual(draw(other.fork('proxy')));
    expect(draw(one.fork('proxy'))).not.toEqual(draw(one.fork('kills')));
  });

  it('picks every choice, and answers chances by their probability', () => {
    const random = seededRandom(3);
    expect(new Set(Array.from({ length: 100 }, () => random.pick(['a', 'b', 'c']))).size).toBe(3);
    const hits = Array.from({ length: 10_000 }, () => random.chance(0.2)).filter(Boolean).length;
    expect(hits).toBeGreaterThan(1_800);
    expect(hits).toBeLessThan(2_200);
  });
});
