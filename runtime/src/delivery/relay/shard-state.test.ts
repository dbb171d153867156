import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heldShards, newShard, readFrom, settle } from './shard-state.ts';

describe('heldShards', () => {
  const lease = (shard: number, epoch = 1n) => ({ shard, epoch });

  it('goes on with shards of the same epoch, and starts over with those that somebody else had meanwhile', () => {
    const before = new Map([0, 1].map((shard) => [shard, { ...newShard(shard, 1n), done: 7n, passed: 7n }]));
    const after = heldShards(before, { held: [lease(0), lease(1, 2n)], share: 16 });
    expect([...after.values()].map(({ done }) => done)).toEqual([7n, 0n]);
  });

  it('lets those leave that are above the share, and stay where others have ended', () => {
    const held = [lease(0), lease(1), lease(2)];
    const two = heldShards(new Map(), { held, share: 2 });
    expect([...two.values()].map(({ leaving }) => leaving)).toEqual([false, false, true]);
    const three = heldShards(two, { held, share: 16 });
    expect([...three.values()].map(({ leaving }) => leaving)).toEqual([false, false, false]);
  });
});

describe('settle', () => {
  it('moves up to before the first row, or as far as nothing will come', () => {
    const state = newShard(0, 1n);
    settle(state, { horizon: 10n, first: 5n, paused: [] });
    expect(readFrom(state, []).after).toBe(4n);
    settle(state, { horizon: 10n, first: 20n, paused: [] });
    expect(readFrom(state, []).after).toBe(10n);
    settle(state, { horizon: 12n, first: undefined, paused: [] });
    expect(readFrom(state, []).after).toBe(12n);
  });

  it('comes back to rows that were passed over as soon as their topic is tried again', () => {
    const state = newShard(0, 1n);
    settle(state, { horizon: 3n, first: undefined, paused: [] });
    settle(state, { horizon: 10n, first: undefined, paused: ['orders', 'parcels'] });
    expect(readFrom(state, ['parcels', 'orders', 'others']).after).toBe(10n);
    expect(readFrom(state, ['orders']).after).toBe(3n);
    settle(state, { horizon: 10n, first: undefined, paused: [] });
    expect(readFrom(state, []).after).toBe(10n);
    expect(state.passedOver.size).toBe(0);
  });

  it('never leaves a row behind that is due or still to come', () => {
    const topics = ['a', 'b', 'c'];
    const row = fc.record({ topic: fc.constantFrom(...topics), comesAt: fc.nat(20) });
    const moment = fc.record({ paused: fc.subarray(topics), published: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), fc.array(moment, { maxLength: 25 }), (rows, moments) => {
        const state = newShard(0, 1n);
        const gone = new Set<number>();
        for (const [now, { paused, published }] of moments.entries()) {
          const isDue = (index: number): boolean =>
            (rows[index]?.comesAt ?? 0) <= now && !gone.has(index) && !paused.includes(rows[index]?.topic ?? '');
          const from = readFrom(state, paused).after;
          const due = [...rows.keys()].filter(isDue);
          expect(due.filter((index) => BigInt(index + 1) <= from)).toEqual([]);
          const horizon = rows.findIndex(({ comesAt }) => comesAt > now);
          const first = due[0];
          settle(state, {
            horizon: BigInt(horizon === -1 ? rows.length : horizon),
            first: first === undefined ? undefined : BigInt(first + 1),
            paused,
          });
          for (const index of due.slice(0, published)) gone.add(index);
        }
      }),
    );
  });
});
