import { describe, expect, it } from 'vitest';
import type { Database } from '../../core/database.ts';
import { createHeldShards, type HeldShards } from './held-shards.ts';

const leaseTime = 10_000;

interface Bench {
  readonly shards: HeldShards;
  readonly clock: { now: number };
}

/** With a database that has a connection free after a while, and answers after another one; both in milliseconds. */
function bench(times: { readonly connection: number; readonly answer: number }): Bench {
  const clock = { now: 0 };
  const database: Database = {
    transaction: (work) => {
      clock.now += times.connection;
      return work({
        query: async () => {
          clock.now += times.answer;
          return [{ held_shard: 3, held_epoch: 1n, relays: 1 }];
        },
        execute: async () => undefined,
      });
    },
    close: async () => undefined,
  };
  return { shards: createHeldShards({ database, clock: () => clock.now, leaseTime }), clock };
}

describe('leases', () => {
  it('are held though a connection to renew them with was long in coming', async () => {
    const { shards } = bench({ connection: 3 * leaseTime, answer: 10 });
    await shards.renewIfDue();
    expect(shards.areLeased()).toBe(true);
    expect(shards.readable().map(({ shard }) => shard)).toEqual([3]);
  });

  it('count from before the question, so that they end earlier here than in the database', async () => {
    const { shards, clock } = bench({ connection: 0, answer: 4_000 });
    await shards.renewIfDue();
    clock.now = leaseTime - 1;
    expect(shards.areLeased()).toBe(true);
    clock.now = leaseTime;
    expect(shards.areLeased()).toBe(false);
    expect(shards.readable()).toEqual([]);
  });

  it('are not held where the answer took longer than they count', async () => {
    const { shards } = bench({ connection: 0, answer: leaseTime });
    await shards.renewIfDue();
    expect(shards.areLeased()).toBe(false);
  });
});
