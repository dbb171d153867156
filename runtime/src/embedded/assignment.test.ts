import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignPartitions, type Candidate } from './assignment.ts';

interface Member extends Candidate<string> {
  readonly name: string;
}

const PARTITIONS = ['orders-0', 'orders-1', 'orders-2', 'payments-0', 'payments-1'];

function member(name: string, takes: readonly string[], holds: readonly string[] = []): Member {
  return { name, holds: new Set(holds), takes: (partition) => takes.includes(partition) };
}

function sharesOf(shares: ReadonlyMap<Member, ReadonlySet<string>>): Record<string, readonly string[]> {
  return Object.fromEntries([...shares].map(([{ name }, share]) => [name, [...share]]));
}

/** Members with tastes of their own; what they hold is disjoint. */
const members = fc.array(fc.subarray(PARTITIONS), { minLength: 1, maxLength: 6 }).chain((tastes) =>
  fc.array(fc.nat(tastes.length), { minLength: PARTITIONS.length, maxLength: PARTITIONS.length }).map((holders) =>
    tastes.map((takes, index) =>
      member(
        `m${index}`,
        takes,
        PARTITIONS.filter((_, p) => holders[p] === index),
      ),
    ),
  ),
);

describe('assignPartitions', () => {
  it('gives each partition to exactly one of those who take it', () => {
    fc.assert(
      fc.property(members, (group) => {
        const assigned = [...assignPartitions(PARTITIONS, group)].flatMap(([owner, share]) =>
          [...share].map((partition) => {
            expect(owner.takes(partition)).toBe(true);
            return partition;
          }),
        );
        expect(assigned.sort()).toEqual(PARTITIONS.filter((p) => group.some((one) => one.takes(p))).sort());
      }),
    );
  });

  it('leaves no two members who both take a partition further apart than one', () => {
    fc.assert(
      fc.property(members, (group) => {
        const shares = assignPartitions(PARTITIONS, group);
        for (const share of shares.values()) {
          for (const partition of share) {
            for (const other of group.filter((one) => one.takes(partition))) {
              expect(shares.get(other)?.size).toBeGreaterThanOrEqual(share.size - 1);
            }
          }
        }
      }),
    );
  });

  it('changes nothing that is balanced', () => {
    fc.assert(
      fc.property(members, (group) => {
        const settled = [...assignPartitions(PARTITIONS, group)].map(([{ name, takes }, share]) => ({
          name,
          takes,
          holds: share,
        }));
        for (const [owner, share] of assignPartitions(PARTITIONS, settled)) {
          expect(share).toEqual(owner.holds);
        }
      }),
    );
  });

  it('takes from those who have most no more than a newcomer needs', () => {
    const group = [
      member('first', PARTITIONS, ['orders-0', 'orders-1', 'orders-2']),
      member('second', PARTITIONS, ['payments-0', 'payments-1']),
      member('new', PARTITIONS),
    ];
    expect(sharesOf(assignPartitions(PARTITIONS, group))).toEqual({
      first: ['orders-1', 'orders-2'],
      second: ['payments-0', 'payments-1'],
      new: ['orders-0'],
    });
  });

  it('shares out what a member leaves behind', () => {
    const group = [member('first', PARTITIONS, ['orders-0']), member('second', PARTITIONS, ['payments-1'])];
    expect(sharesOf(assignPartitions(PARTITIONS, group))).toEqual({
      first: ['orders-0', 'orders-1', 'payments-0'],
      second: ['payments-1', 'orders-2'],
    });
  });
});
