import type { Database } from '../../core/database.ts';
import type { HeldShards } from './held-shards.ts';
import type { Horizon } from './horizon.ts';
import {
  deleteRows,
  type OutboxRow,
  type OutboxState,
  prepareTurn,
  readOutboxState,
  readRows,
  setAside,
} from './outbox-rows.ts';
import type { Outgoing } from './outgoing.ts';
import { readFrom, type ShardState, settle, startOver } from './shard-state.ts';

export interface TurnOptions {
  readonly database: Database;
  readonly shards: HeldShards;
  readonly outgoing: Outgoing;
  readonly horizon: Horizon;
  readonly holds: boolean;
  /** Whether to find out how far the outbox is complete, so that what is done is not read over again and again. */
  readonly looksBack: boolean;
  /** The rows of a shard have been published, or not. */
  published(state: ShardState): void;
}

interface Read {
  readonly rows: readonly OutboxRow[];
  readonly outbox: OutboxState | undefined;
}

/** One transaction: writes what became of rows and reads the next. True where there was something to do. */
export async function takeTurn(options: TurnOptions): Promise<boolean> {
  const { database, shards, outgoing, holds, looksBack } = options;
  const results = outgoing.takeResults();
  const paused = outgoing.paused();
  const readable = shards.readable();
  const from = readable.map((state) => readFrom(state, paused));
  const all = shards.all();
  const read = await database
    .transaction(
      async (tx): Promise<Read> => {
        await prepareTurn(tx);
        await deleteRows(tx, results.acknowledged);
        await setAside(tx, results.refused, holds);
        const outbox = looksBack
          ? await readOutboxState(tx, { from: all.map((state) => readFrom(state, paused)), paused })
          : undefined;
        return { outbox, rows: await readRows(tx, { owner: shards.owner, from, paused }) };
      },
      { apart: true },
    )
    .catch((error: unknown) => {
      outgoing.putBack(results);
      throw error;
    });
  if (read.outbox !== undefined) lookBack(options, { states: all, paused }, read.outbox);
  publish(options, readable, read.rows);
  return results.acknowledged.length > 0 || results.refused.length > 0 || read.rows.length > 0;
}

function lookBack(
  { horizon }: TurnOptions,
  { states, paused }: { readonly states: readonly ShardState[]; readonly paused: readonly string[] },
  outbox: OutboxState,
): void {
  const reached = horizon.observe(outbox);
  for (const state of states) {
    // The database is an older one than before.
    if (reached < state.done) startOver(state);
    else settle(state, { horizon: reached, first: outbox.firsts.get(state.shard), paused });
  }
}

function publish(
  { outgoing, published }: TurnOptions,
  states: readonly ShardState[],
  rows: readonly OutboxRow[],
): void {
  const batches = Map.groupBy(rows, ({ shard }) => shard);
  for (const state of states) {
    const batch = batches.get(state.shard);
    if (batch !== undefined) void outgoing.publish(state, batch).then(() => published(state));
  }
}
