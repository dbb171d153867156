import { describe, expect, it } from 'vitest';
import { memberLag } from './member-lag.ts';

const at = (partition: number, position: bigint) => ({ topic: 'orders', partition, position, waitingSince: undefined });
const ending = (partition: number, end: bigint) => ({ topic: 'orders', partition, end, mayHaveGaps: false });

describe('memberLag', () => {
  it('counts from what is committed, not from what was fetched, and never below none', async () => {
    const committed = new Map([[0, 40n]]);
    const claims = {
      progress: () => [at(0, 90n), at(1, 90n), at(2, 90n), at(3, 90n)],
      committed: ({ partition }: { partition: number }) => committed.get(partition),
    };
    const readEnds = async () => [ending(0, 100n), ending(1, 100n), ending(2, 80n)];
    await expect(memberLag(claims, readEnds)).resolves.toEqual([
      { topic: 'orders', partition: 0, records: 60 },
      { topic: 'orders', partition: 1, records: 10 },
      { topic: 'orders', partition: 2, records: 0 },
    ]);
  });

  it('asks nobody where there is no partition', async () => {
    const claims = { progress: () => [], committed: () => undefined };
    await expect(memberLag(claims, () => expect.unreachable())).resolves.toEqual([]);
  });
});
