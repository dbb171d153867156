import type { Database } from '../core/database.ts';
import type { Applying } from './apply-records.ts';

/** Takes a build that nobody runs; true where it is this process's from now on. By the database's clock. */
export async function takeLease(
  database: Database,
  { name, build, runner, leaseTime }: { readonly name: string; readonly build: number } & LeaseTerms,
): Promise<boolean> {
  const rows = await database.transaction((tx) =>
    tx.query(
      `update eventwright_projection_build
       set runner = $3, lease_until = clock_timestamp() + $4 * interval '1 millisecond'
       where name = $1 and build = $2 and state in ('building', 'live')
         and (runner is null or runner = $3 or lease_until < clock_timestamp())
       returning build`,
      [name, build, runner, leaseTime],
    ),
  );
  return rows.length > 0;
}

export interface LeaseTerms {
  readonly runner: string;
  readonly leaseTime: number;
}

type Held = Pick<Applying, 'database' | 'build' | 'runner' | 'leaseTime'>;

/** Renews the lease and says how much is still to come, where that is known; false where the build is lost. */
export async function noteBehind({ database, build, runner, leaseTime }: Held, behind?: number): Promise<boolean> {
  const rows = await database.transaction((tx) =>
    tx.query(
      `update eventwright_projection_build set behind = coalesce($5, behind),
         lease_until = clock_timestamp() + $4 * interval '1 millisecond'
       where name = $1 and build = $2 and runner = $3 and state in ('building', 'live') returning build`,
      [build.name, build.build, runner, leaseTime, behind ?? null],
    ),
  );
  return rows.length > 0;
}

export async function noteError({ database, build, runner, leaseTime }: Held, error: unknown): Promise<void> {
  const text = error instanceof Error ? error.message : String(error);
  await database.transaction((tx) =>
    tx.query(
      `update eventwright_projection_build set error = $5,
         lease_until = clock_timestamp() + $4 * interval '1 millisecond'
       where name = $1 and build = $2 and runner = $3`,
      [build.name, build.build, runner, leaseTime, text.replaceAll('\0', '').slice(0, 1_000)],
    ),
  );
}

/** Lets another process go on at once. */
export async function giveLeaseBack({ database, build, runner }: Held): Promise<void> {
  await database
    .transaction((tx) =>
      tx.query(
        `update eventwright_projection_build set runner = null, lease_until = null
         where name = $1 and build = $2 and runner = $3`,
        [build.name, build.build, runner],
      ),
    )
    // It runs out by itself.
    .catch(() => undefined);
}
