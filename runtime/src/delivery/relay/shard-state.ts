import type { Leases } from './leases.ts';
import type { ReadFrom } from './outbox-rows.ts';

/** A shard that this relay holds, and how far it is done with it. */
export interface ShardState {
  readonly shard: number;
  readonly epoch: bigint;
  /** Rows of it are being published. */
  busy: boolean;
  /** It is to be given to another relay, and is read no more. */
  leaving: boolean;
  /** Rows up to here are gone, and none will come. */
  done: bigint;
  /** The same, but for rows of the topics that are passed over. */
  passed: bigint;
  readonly passedOver: Set<string>;
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

export function newShard(shard: number, epoch: bigint): ShardState {
  return { shard, epoch, busy: false, leaving: false, done: 0n, passed: 0n, passedOver: new Set() };
}

/** Has the shard read from its beginning. */
export function startOver(state: ShardState): void {
  state.done = 0n;
  state.passed = 0n;
  state.passedOver.clear();
}

/**
 * Where to read a shard from: never further on than a row that is due or may come, since that goes before what follows it
 * under its key. @param paused Topics that are passed over now.
 */
export function readFrom(state: ShardState, paused: readonly string[]): ReadFrom {
  const { shard, epoch, done, passed } = state;
  return { shard, epoch, after: isStillPaused(state, paused) ? passed : done };
}

export interface Sight {
  /** No row up to it will come any more. */
  readonly horizon: bigint;
  /** The first row, from where the shard is read on, that is not passed over; undefined where there is none. */
  readonly first: bigint | undefined;
  readonly paused: readonly string[];
}

/** Takes in what was seen of the shard, so that less of it is read again. */
export function settle(state: ShardState, { horizon, first, paused }: Sight): void {
  const clear = first === undefined || first > horizon ? horizon : first - 1n;
  if (paused.length > 0) {
    if (clear <= state.passed) return;
    state.passed = clear;
    for (const topic of paused) state.passedOver.add(topic);
    return;
  }
  if (clear > state.done) state.done = clear;
  if (state.done < state.passed) return;
  state.passed = state.done;
  state.passedOver.clear();
}

function isStillPaused({ passedOver }: ShardState, paused: readonly string[]): boolean {
  return [...passedOver].every((topic) => paused.includes(topic));
}
