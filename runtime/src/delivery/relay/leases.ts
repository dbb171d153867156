import type { Database } from '../../core/database.ts';
import { bigintOf, integerOf } from '../../database/columns.ts';
import { shardCount } from '../shards.ts';

/** A shard that a relay may empty, until the lease ends or its epoch does. */
export interface Lease {
  readonly shard: number;
  readonly epoch: bigint;
}

export interface Leases {
  readonly held: readonly Lease[];
  /** How many shards this relay is to have at most, so that each of them has its share. */
  readonly share: number;
}

export interface Renewal {
  readonly owner: string;
  /** How long a lease counts without being renewed, in milliseconds, by the database's clock. */
  readonly leaseTime: number;
  /** Shards that are given back. */
  readonly release: readonly number[];
  /** In milliseconds, ascending. */
  readonly clock: () => number;
}

export interface RenewedLeases extends Leases {
  /** When the database was asked, by the clock: while every connection is at work, that is long after somebody wanted to. */
  readonly askedAt: number;
}

/** A relay that waited behind all handlers would lose its leases, and they in turn wait for what it publishes. */
const apart = { apart: true } as const;

/**
 * Makes the leases of a relay count from now on, gives those back that it is to release, and takes free ones up to the
 * fair share of the relays that there are.
 */
export async function renewLeases(
  database: Database,
  { owner, leaseTime, release, clock }: Renewal,
): Promise<RenewedLeases> {
  let askedAt = 0;
  const rows = await database.transaction((tx) => {
    askedAt = clock();
    const renewal = 'select held_shard, held_epoch, relays from eventwright_renew($1, $2, $3)';
    return tx.query(renewal, [owner, leaseTime, release]);
  }, apart);
  const [first] = rows;
  return {
    askedAt,
    held: rows.map((row) => ({ shard: integerOf(row, 'held_shard'), epoch: bigintOf(row, 'held_epoch') })),
    share: first === undefined ? shardCount : Math.ceil(shardCount / integerOf(first, 'relays')),
  };
}

/** Lets everything go, so that others need not wait for the end of the leases. */
export async function endLeases(database: Database, owner: string): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.query('update eventwright_relay_lease set owner = null, expires_at = null where owner = $1', [owner]);
    await tx.query('delete from eventwright_relay where owner = $1', [owner]);
  }, apart);
}
