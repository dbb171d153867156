import type { Database } from '../core/database.ts';
import { migrate } from '../database/migrate.ts';
import { type ProjectionBuild, readBuilds } from './build.ts';
import { askForBuild } from './make-build.ts';
import { projectionTables } from './tables.ts';

/** The builds of all projections of a service, by name and oldest first. */
export async function listProjections(database: Database): Promise<readonly ProjectionBuild[]> {
  await migrate(database, [projectionTables]);
  return database.transaction((tx) => readBuilds(tx));
}

/**
 * Has a projection built anew, beside the live one, by the processes of the service. Resolves with the number of the build,
 * of one under way where there is one; undefined where the service has no such projection.
 */
export async function rebuildProjection(database: Database, name: string): Promise<number | undefined> {
  await migrate(database, [projectionTables]);
  return askForBuild(database, name);
}
