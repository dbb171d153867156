import type { Sql } from '../core/database.ts';
import { RuntimeError } from '../core/errors.ts';
import { textOf } from '../database/columns.ts';
import { readPositions } from './build.ts';
import type { SourcePlace } from './source.ts';

export interface Showing {
  readonly name: string;
  readonly build: number;
  /** The build that is shown until now. */
  readonly instead: number | undefined;
}

/** Makes views of a build's tables in the service's schema, in place of those of another build. */
export async function showTables(tx: Sql, { name, build, instead }: Showing): Promise<void> {
  const before = instead === undefined ? [] : await tablesOf(tx, name, instead);
  for (const { table } of before) await tx.execute(`drop view if exists ${table}`);
  for (const { table, source } of await tablesOf(tx, name, build)) {
    try {
      await tx.execute(`create view ${table} as select * from ${source}`);
    } catch (error) {
      if (RuntimeError.is(error)) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new RuntimeError(
        'CONFIGURATION_INVALID',
        `The table ${table} of projection ${name} cannot be shown: ${reason}. Rename it, or drop what has its name.`,
        { cause: error },
      );
    }
  }
}

/**
 * Shows a build that has caught up and retires the one that was shown; false where it is not as far as that one in every
 * place, since readers would see the view go back.
 */
export async function switchTo(
  tx: Sql,
  { name, build, reads }: Pick<Showing, 'name' | 'build'> & { reads(place: SourcePlace): boolean },
): Promise<boolean> {
  const rows = await tx.query(
    `select build, state from eventwright_projection_build where name = $1 and state in ('live', 'building')
     order by build for update`,
    [name],
  );
  if (!rows.some((row) => row['build'] === build && row['state'] === 'building')) return false;
  const live = rows.find((row) => row['state'] === 'live')?.['build'];
  const instead = typeof live === 'number' ? live : undefined;
  if (instead !== undefined && !(await isAsFar(tx, { name, build, instead, reads }))) return false;
  await tx.query(`update eventwright_projection_build set state = 'retired' where name = $1 and state = 'live'`, [
    name,
  ]);
  await tx.query(
    `update eventwright_projection_build set state = 'live', live_at = clock_timestamp() where name = $1 and build = $2`,
    [name, build],
  );
  await showTables(tx, { name, build, instead });
  return true;
}

async function isAsFar(
  tx: Sql,
  { name, build, instead, reads }: Showing & { readonly instead: number; reads(place: SourcePlace): boolean },
): Promise<boolean> {
  const mine = await readPositions(tx, { name, build });
  const shown = await readPositions(tx, { name, build: instead });
  return shown.every((place) => {
    const own = mine.find(({ source, partition }) => source === place.source && partition === place.partition);
    // Without a place of its own: what the other one read there has been removed since, or is of no use to this version.
    return own === undefined ? reads(place) : isAtLeast(own, place);
  });
}

/** In the order of the source: of a store, first by transaction. */
export function isAtLeast(
  one: { readonly next: bigint; readonly transaction: bigint },
  other: { readonly next: bigint; readonly transaction: bigint },
): boolean {
  if (one.transaction !== other.transaction) return one.transaction > other.transaction;
  return one.next >= other.next;
}

/** Tables and views of a build, quoted: by their own name, and with their schema. */
async function tablesOf(
  tx: Sql,
  name: string,
  build: number,
): Promise<readonly { readonly table: string; readonly source: string }[]> {
  const rows = await tx.query(
    `select quote_ident(c.relname) as table, quote_ident(n.nspname) || '.' || quote_ident(c.relname) as source
     from eventwright_projection_build b
     join pg_namespace n on n.nspname = b.schema_name
     join pg_class c on c.relnamespace = n.oid
     where b.name = $1 and b.build = $2 and c.relkind in ('r', 'p', 'v', 'm') and c.relname <> 'eventwright_applied'
     order by c.relname`,
    [name, build],
  );
  return rows.map((row) => ({ table: textOf(row, 'table'), source: textOf(row, 'source') }));
}

/** Drops what a retired build has left, unless somebody still runs it. */
export async function dropRetired(tx: Sql, name: string): Promise<void> {
  const rows = await tx.query(
    `delete from eventwright_projection_build
     where name = $1 and state = 'retired' and (runner is null or lease_until < clock_timestamp())
     returning quote_ident(schema_name) as schema`,
    [name],
  );
  for (const row of rows) {
    if (row['schema'] !== null) await tx.execute(`drop schema if exists ${textOf(row, 'schema')} cascade`);
  }
}
