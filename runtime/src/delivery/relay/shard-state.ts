import type { Leases } from './leases.ts';
import type { Horizon, OutboxRow, ReadFrom } from './outbox-rows.ts';

/** How often a shard is read from where rows may have come late, in milliseconds. */
const sweepEvery = 2_000;

/** A shard that this relay holds, and how far it has read. */
export interface ShardState {
  readonly shard: number;
  readonly epoch: bigint;
  /** Rows of it are being published. */
  busy: boolean;
  /** It is to be given to another relay, and is read no more. */
  leaving: boolean;
  /** Rows up to here have been read, but for those that were passed over or come late. */
  cursor: bigint;
  /** No row up to here is left, nor will any come. */
  settled: bigint;
  /** When to sweep, which is to read again from `settled`, by the relay's clock. */
  sweepAt: number;
  /** Where a sweep goes on that found more than one batch. */
  sweptTo: bigint | undefined;
  /** Once the transactions that had begun when `cursor` was there have ended, nothing comes late before it. */
  mark: { readonly cursor: bigint; readonly begun: bigint } | undefined;
}

/** The shards after a renewal: those of the same epoch go on where they are, those over the share are to leave. */
export function heldShards(before: ReadonlyMap<number, ShardState>, leases: Leases): Map<number, ShardState> {
  return new Map(
    leases.held.map(({ shard, epoch }, index) => {
      const known = before.get(shard);
      const state = known?.epoch === epoch ? known : newShard(shard, epoch);
      state.leaving = index >= leases.share;
      return [shard, state];
    }),
  );
}

function newShard(shard: number, epoch: bigint): ShardState {
  return {
    shard,
    epoch,
    busy: false,
    leaving: false,
    cursor: 0n,
    settled: 0n,
    sweepAt: 0,
    sweptTo: undefined,
    mark: undefined,
  };
}

/** Where to read a shard from. */
export function readFrom(state: ShardState, now: number): ReadFrom {
  const { shard, epoch, cursor, settled, sweptTo } = state;
  return { shard, epoch, settled, after: isSweeping(state, now) ? (sweptTo ?? settled) : cursor };
}

export function isSweeping({ sweepAt }: ShardState, now: number): boolean {
  return now >= sweepAt;
}

/** Rows of the shard have been read, in their order. */
export function advance(state: ShardState, rows: readonly OutboxRow[], now: number): void {
  const last = rows.at(-1)?.seq;
  if (isSweeping(state, now)) {
    state.sweptTo = last !== undefined && last < state.cursor ? last : undefined;
    if (state.sweptTo === undefined) state.sweepAt = now + sweepEvery;
  }
  if (last !== undefined && last > state.cursor) state.cursor = last;
}

/** What the table says of transactions and rows, after rows were read up to the cursor. */
export function settle(state: ShardState, { first, ended, begun }: Horizon): void {
  const { mark, cursor } = state;
  if (mark !== undefined && ended < mark.begun) return;
  if (mark !== undefined) {
    const limit = first === undefined || first > mark.cursor ? mark.cursor : first - 1n;
    if (limit > state.settled) state.settled = limit;
  }
  state.mark = { cursor, begun };
}
