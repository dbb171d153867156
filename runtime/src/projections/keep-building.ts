import type { Logger } from '../core/client.ts';
import type { CrashPoints } from '../core/crash-points.ts';
import type { Database } from '../core/database.ts';
import { waitByTimer } from '../core/wait.ts';
import type { Books } from './books.ts';
import { type BuildRow, readBuilds } from './build.ts';
import { takeLease } from './leases.ts';
import { makeAsked } from './make-build.ts';
import type { Projection } from './projection.ts';
import { runBuild } from './run-build.ts';
import { dropRetired } from './show-tables.ts';
import type { ProjectionSource } from './source.ts';

export interface KeepBuildingOptions {
  readonly projection: Projection;
  /** Those that can be run here, the newest first. */
  readonly versions: readonly { readonly version: number; readonly source: ProjectionSource }[];
  readonly database: Database;
  readonly batch: number;
  readonly leaseTime: number;
  readonly dedupeWindow: number;
  readonly log: Logger;
  readonly reach: CrashPoints;
  readonly books: Books;
  advanced(): void;
  fares(error: unknown): void;
}

export interface Keeper {
  /** There may be something new to do. */
  look(): void;
  close(): Promise<void>;
}

/** Between two looks at which builds there are, in milliseconds. */
const lookInterval = 500;

/** Runs what there is to run of a projection and is not run by another process: the live build, and one that is to follow. */
export function keepBuilding(options: KeepBuildingOptions): Keeper {
  const { database, projection, versions, log, leaseTime } = options;
  const { name } = projection;
  const runner = crypto.randomUUID();
  const ending = new AbortController();
  const runs = new Map<number, Promise<void>>();
  let wake = new AbortController();

  const run = async (build: BuildRow, source: ProjectionSource): Promise<void> => {
    try {
      await runBuild({ ...options, build, source, runner, signal: ending.signal });
    } catch (error) {
      log.error({ projection: name, build: build.build, err: error }, 'a projection could not be run, tries again');
    } finally {
      runs.delete(build.build);
    }
  };
  const begin = async (build: BuildRow): Promise<void> => {
    const source = versions.find(({ version }) => version === build.version)?.source;
    if (source === undefined || runs.has(build.build)) return;
    if (!(await takeLease(database, { name, build: build.build, runner, leaseTime }))) return;
    runs.set(build.build, run(build, source));
  };
  const turn = async (): Promise<void> => {
    const builds = await database.transaction((tx) => readBuilds(tx, name));
    if (builds.some(({ state }) => state === 'asked')) await makeAsked(database, projection);
    const now = await database.transaction((tx) => readBuilds(tx, name));
    for (const build of now) if (build.state === 'live' || build.state === 'building') await begin(build);
    if (now.some(({ state }) => state === 'retired')) await database.transaction((tx) => dropRetired(tx, name));
  };
  const keep = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      await turn().catch((error: unknown) =>
        log.error({ projection: name, err: error }, 'a projection could not be kept'),
      );
      await waitByTimer(lookInterval, AbortSignal.any([ending.signal, wake.signal])).catch(() => undefined);
      wake = new AbortController();
    }
  };
  const keeping = keep();
  return {
    look: () => wake.abort(),
    close: async () => {
      ending.abort();
      await keeping;
      await Promise.all(runs.values());
    },
  };
}
