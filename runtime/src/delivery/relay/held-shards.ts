import { randomUUID } from 'node:crypto';
import type { Database } from '../../core/database.ts';
import { shardCount } from '../shards.ts';
import { endLeases, renewLeases } from './leases.ts';
import { heldShards, type ShardState } from './shard-state.ts';

/** The shards that one relay empties. */
export interface HeldShards {
  readonly owner: string;
  readonly count: number;
  all(): readonly ShardState[];
  has(shard: number): boolean;
  /** Those that may be read. */
  readable(): readonly ShardState[];
  isBusy(): boolean;
  /** Whether this relay had all shards, and there was no other one, when the leases were last renewed. */
  isAlone(): boolean;
  /** Whether the leases still count, by a clock that runs ahead of the database's. */
  areLeased(): boolean;
  renewIfDue(): Promise<void>;
  /** Has the leases renewed at the next occasion. */
  renewSoon(): void;
  release(): Promise<void>;
}

export interface HeldShardsOptions {
  readonly database: Database;
  /** In milliseconds, ascending, also while the process stands still. */
  readonly clock: () => number;
  /** In milliseconds. */
  readonly leaseTime: number;
}

/** Part of the lease time after which leases are renewed: twice it may fail before they end. */
const renewalPart = 0.3;

export function createHeldShards({ database, clock, leaseTime }: HeldShardsOptions): HeldShards {
  const owner = randomUUID();
  let held: ReadonlyMap<number, ShardState> = new Map();
  let leasedUntil = 0;
  let renewAt = 0;
  let alone = false;
  const all = (): readonly ShardState[] => [...held.values()];
  return {
    owner,
    get count(): number {
      return held.size;
    },
    all,
    has: (shard) => held.has(shard),
    readable: () => (clock() < leasedUntil ? all().filter(({ busy, leaving }) => !busy && !leaving) : []),
    isBusy: () => all().some(({ busy }) => busy),
    isAlone: () => alone,
    areLeased: () => clock() < leasedUntil,
    renewIfDue: async () => {
      if (clock() < renewAt) return;
      const leaving = all().filter((state) => state.leaving && !state.busy);
      const release = leaving.map(({ shard }) => shard);
      const leases = await renewLeases(database, { owner, leaseTime, release, clock });
      held = heldShards(held, leases);
      alone = held.size === shardCount && leases.share === shardCount;
      // Counted from before the question: the database counts from after it.
      leasedUntil = leases.askedAt + leaseTime;
      renewAt = leases.askedAt + renewalPart * leaseTime;
    },
    renewSoon: () => {
      renewAt = 0;
    },
    release: () => endLeases(database, owner),
  };
}
