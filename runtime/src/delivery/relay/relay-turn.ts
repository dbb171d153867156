import type { Database } from '../../core/database.ts';
import type { HeldShards } from './held-shards.ts';
import {
  deleteRows,
  type Horizon,
  type OutboxRow,
  prepareTurn,
  readHorizons,
  readRows,
  setAside,
} from './outbox-rows.ts';
import type { Outgoing } from './outgoing.ts';
import { advance, isSweeping, readFrom, type ShardState, settle } from './shard-state.ts';

export interface TurnOptions {
  readonly database: Database;
  readonly shards: HeldShards;
  readonly outgoing: Outgoing;
  readonly holds: boolean;
  readonly clock: () => number;
  /** The rows of a shard have been published, or not. */
  published(state: ShardState): void;
}

interface Read {
  readonly rows: readonly OutboxRow[];
  readonly horizons: readonly Horizon[];
}

/** One transaction: writes what became of rows and reads the next. True where there was something to do. */
export async function takeTurn(options: TurnOptions): Promise<boolean> {
  const { database, shards, outgoing, holds, clock } = options;
  const results = outgoing.takeResults();
  const now = clock();
  const readable = shards.readable();
  const from = readable.map((state) => readFrom(state, now));
  const settled = readable
    .filter((state) => isSweeping(state, now))
    .map((state) => ({ shard: state.shard, seq: state.settled }));
  const paused = outgoing.paused();
  const read = await database
    .transaction(async (tx): Promise<Read> => {
      await prepareTurn(tx);
      await deleteRows(tx, results.acknowledged);
      await setAside(tx, results.refused, holds);
      const rows = await readRows(tx, { owner: shards.owner, from, paused });
      return { rows, horizons: await readHorizons(tx, settled) };
    })
    .catch((error: unknown) => {
      outgoing.putBack(results);
      throw error;
    });
  takeUp(options, { states: readable, now }, read);
  return results.acknowledged.length > 0 || results.refused.length > 0 || read.rows.length > 0;
}

function takeUp(
  { outgoing, published }: TurnOptions,
  { states, now }: { readonly states: readonly ShardState[]; readonly now: number },
  { rows, horizons }: Read,
): void {
  const batches = Map.groupBy(rows, ({ shard }) => shard);
  const horizonOf = new Map(horizons.map((horizon) => [horizon.shard, horizon]));
  for (const state of states) {
    const batch = batches.get(state.shard) ?? [];
    const horizon = horizonOf.get(state.shard);
    advance(state, batch, now);
    if (horizon !== undefined) settle(state, horizon);
    if (batch.length > 0) void outgoing.publish(state, batch).then(() => published(state));
  }
}
