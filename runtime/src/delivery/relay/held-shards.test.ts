import { expect, it } from 'vitest';
import type { Database } from '../../core/database.ts';
import { createHeldShards } from './held-shards.ts';

/** A database that gives so many shards to whoever asks, and tells of so many relays. */
function databaseWith(state: { readonly shards: number; readonly relays: number }): Database {
  const shards = Array.from({ length: 16 }, (_, shard) => shard);
  const query = async () =>
    shards.slice(0, state.shards).map((shard) => ({ held_shard: shard, held_epoch: 1n, relays: state.relays }));
  return {
    transaction: (work) => work({ query, execute: async () => undefined }),
    close: async () => undefined,
  };
}

it('knows since the last renewal whether another relay is there, whose commits it does not hear of', async () => {
  const state = { shards: 16, relays: 1 };
  const shards = createHeldShards({ database: databaseWith(state), clock: () => 0, leaseTime: 10_000 });
  const aloneAfterRenewal = async (change: Partial<typeof state>) => {
    Object.assign(state, change);
    shards.renewSoon();
    await shards.renewIfDue();
    return shards.isAlone();
  };
  expect(shards.isAlone()).toBe(false);
  expect(await aloneAfterRenewal({})).toBe(true);
  expect(await aloneAfterRenewal({ relays: 2 })).toBe(false);
  expect(await aloneAfterRenewal({ relays: 1, shards: 8 })).toBe(false);
  // Nothing tells how many relays there are where others have all shards.
  expect(await aloneAfterRenewal({ shards: 0 })).toBe(false);
});
