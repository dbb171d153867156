import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candidate, shareOut } from './share-out.ts';

const topics = ['orders', 'payments', 'stock'];

const partitionsOfTopics = fc
  .tuple(...topics.map((topic) => fc.tuple(fc.constant(topic), fc.integer({ min: 0, max: 12 }))))
  .map((counts) => new Map(counts));

const candidates = fc.uniqueArray(
  fc.record({ id: fc.string({ minLength: 1 }), topics: fc.subarray(topics).map((chosen) => new Set(chosen)) }),
  { selector: ({ id }) => id, maxLength: 6 },
);

describe('shareOut', () => {
  it('gives every partition that somebody wants to one of those who want it', () => {
    fc.assert(
      fc.property(partitionsOfTopics, candidates, (partitions, members) => {
        const shares = shareOut(partitions, members);
        for (const [topic, count] of partitions) {
          const wanted = members.some((member) => member.topics.has(topic));
          const given = [...shares].flatMap(([id, share]) =>
            (share[topic] ?? []).map(() => subscribed(members, id, topic)),
          );
          expect(given).toEqual(Array.from({ length: wanted ? count : 0 }, () => true));
          const numbers = [...shares.values()].flatMap((share) => share[topic] ?? []);
          expect(new Set(numbers).size).toBe(numbers.length);
        }
      }),
    );
  });

  it('gives members who want the same as evenly as it can', () => {
    fc.assert(
      fc.property(
        partitionsOfTopics,
        fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 6 }),
        (partitions, ids) => {
          const shares = shareOut(
            partitions,
            ids.map((id) => ({ id, topics: new Set(topics) })),
          );
          const sizes = [...shares.values()].map((share) => Object.values(share).flat().length);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('comes to the same shares in whatever order the members are listed', () => {
    fc.assert(
      fc.property(partitionsOfTopics, candidates, (partitions, members) => {
        expect(shareOut(partitions, [...members].reverse())).toEqual(shareOut(partitions, members));
      }),
    );
  });
});

function subscribed(members: readonly Candidate[], id: string, topic: string): boolean {
  return members.some((member) => member.id === id && member.topics.has(topic));
}
