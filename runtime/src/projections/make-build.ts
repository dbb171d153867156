import type { Database, Sql } from '../core/database.ts';
import { RuntimeError } from '../core/errors.ts';
import { booleanOf, integerOf, textOf } from '../database/columns.ts';
import { lockDefinitions } from '../database/lock-definitions.ts';
import { readBuilds } from './build.ts';
import type { Projection } from './projection.ts';
import { showTables } from './show-tables.ts';
import { appliedTable } from './tables.ts';

/** Tables with indexes may take long. In milliseconds. */
const statementTimeout = 600_000;

/**
 * Sees to it that a version is built where it is newer than all that there are; the first one is live at once, and fills
 * up in sight. Rejects with `CONFIGURATION_INVALID` where the tables of a version are not what they were.
 */
export async function wantVersion(database: Database, projection: Projection): Promise<void> {
  const { name, version } = projection;
  await database.transaction(
    async (tx) => {
      await lockDefinitions(tx);
      await refuseChanged(tx, projection);
      const builds = (await readBuilds(tx, name)).filter(({ state }) => state !== 'retired');
      const newest = Math.max(0, ...builds.map((build) => build.version ?? 0));
      if (version <= newest) return;
      const build = await nextBuild(tx, name);
      await makeTables(tx, projection, build);
      // A build of an older version, that nobody waits for any more.
      await tx.query(
        `update eventwright_projection_build set state = 'retired'
         where name = $1 and build < $2 and state in ('building', 'asked')`,
        [name, build],
      );
      if (!builds.some(({ state }) => state === 'live')) await showFirst(tx, name, build);
    },
    { statementTimeout },
  );
}

/** Makes the tables of builds that were asked for. */
export async function makeAsked(database: Database, projection: Projection): Promise<void> {
  const { name } = projection;
  await database.transaction(
    async (tx) => {
      await lockDefinitions(tx);
      const builds = await readBuilds(tx, name);
      const newest = Math.max(0, ...builds.map(({ version }) => version ?? 0));
      if (newest > projection.version) return;
      for (const { build } of builds.filter(({ state }) => state === 'asked')) await makeTables(tx, projection, build);
    },
    { statementTimeout },
  );
}

/** Asks for the projection to be built anew; undefined where nobody knows of it. One that is asked for already is enough. */
export async function askForBuild(database: Database, name: string): Promise<number | undefined> {
  return database.transaction(async (tx) => {
    await lockDefinitions(tx);
    const builds = await readBuilds(tx, name);
    if (builds.length === 0) return undefined;
    const asked = builds.find(({ state }) => state === 'asked' || state === 'building');
    return asked?.build ?? nextBuild(tx, name);
  });
}

async function nextBuild(tx: Sql, name: string): Promise<number> {
  const [row] = await tx.query(
    `insert into eventwright_projection_build (name, build, state)
     select $1, coalesce(max(build), 0) + 1, 'asked' from eventwright_projection_build where name = $1
     returning build`,
    [name],
  );
  if (row === undefined) throw new TypeError('no build was entered');
  return integerOf(row, 'build');
}

/** The name of the group has the database's own part: one that is made anew starts with the topics from their beginning. */
async function makeTables(tx: Sql, { name, version, tables }: Projection, build: number): Promise<void> {
  const [row] = await tx.query(
    `update eventwright_projection_build b set state = 'building', version = $3, definition = md5($4),
       started_at = clock_timestamp(),
       source_group = b.name || '.' || b.build || '.' || left(gen_random_uuid()::text, 8),
       schema_name = n.schema
     from (
       select case when octet_length(raw) <= 63 then raw else left(raw, 15) || '_' || md5(raw) end as schema
       from (select current_schema() || '_' || replace($1, '-', '_') || '_' || $2::text as raw) r
     ) n
     where b.name = $1 and b.build = $2::integer
     returning quote_ident(b.schema_name) as schema, quote_ident(current_schema()) as base`,
    [name, build, version, tables],
  );
  if (row === undefined) throw new TypeError('there is no such build');
  const schema = textOf(row, 'schema');
  try {
    await tx.execute(`
      create schema ${schema};
      set local search_path to ${schema};
      ${tables};
      ${appliedTable};
      set local search_path to ${textOf(row, 'base')}`);
  } catch (error) {
    if (RuntimeError.is(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The tables of projection ${name} version ${version} cannot be made: ${reason}.`;
    throw new RuntimeError('CONFIGURATION_INVALID', message, { cause: error });
  }
}

async function showFirst(tx: Sql, name: string, build: number): Promise<void> {
  await tx.query(
    `update eventwright_projection_build set state = 'live', live_at = clock_timestamp() where name = $1 and build = $2`,
    [name, build],
  );
  await showTables(tx, { name, build, instead: undefined });
}

async function refuseChanged(tx: Sql, { name, version, tables }: Projection): Promise<void> {
  const rows = await tx.query(
    `select definition = md5($3) as same from eventwright_projection_build
     where name = $1 and version = $2 and state <> 'retired'`,
    [name, version, tables],
  );
  if (rows.every((row) => booleanOf(row, 'same'))) return;
  throw new RuntimeError(
    'CONFIGURATION_INVALID',
    `The tables of projection ${name} version ${version} are not those that it was built with. Give it version ${version + 1}.`,
  );
}
