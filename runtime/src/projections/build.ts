import type { Row, Sql } from '../core/database.ts';
import { bigintOf, dateOf, integerOf, nullable, textOf } from '../database/columns.ts';
import type { SourcePosition } from './source.ts';

/** `asked`: wanted by an operator, its tables are not made yet. `retired`: its tables are about to be dropped. */
export type BuildState = 'asked' | 'building' | 'live' | 'retired';

/** One making of a projection's tables. */
export interface ProjectionBuild {
  readonly name: string;
  /** 1 and up, over all versions. */
  readonly build: number;
  /** Undefined where it was asked for and nobody has begun. */
  readonly version: number | undefined;
  readonly state: BuildState;
  /** Applied so far. */
  readonly events: number;
  /** Records that nobody can read, and that were passed over. */
  readonly unreadable: number;
  /** Records to come, when that was last looked at. */
  readonly behind: number | undefined;
  /** Events a second on the average since it began, while it is being built. */
  readonly rate: number;
  /** Why it does not get on at the moment. */
  readonly error: string | undefined;
  readonly startedAt: Date;
  readonly liveAt: Date | undefined;
}

/** A build with what its runner needs. */
export interface BuildRow extends ProjectionBuild {
  readonly schema: string;
  readonly group: string;
}

const columns = `name, build, version, state, schema_name, source_group, events, unreadable, behind, error, started_at,
  live_at, extract(epoch from coalesce(applied_at, started_at) - started_at)::float8 as seconds`;

export async function readBuilds(tx: Sql, name?: string): Promise<readonly BuildRow[]> {
  const rows = await tx.query(
    `select ${columns} from eventwright_projection_build where name = coalesce($1, name) order by name, build`,
    [name ?? null],
  );
  return rows.map(buildOf);
}

export async function readPositions(
  tx: Sql,
  { name, build }: Pick<ProjectionBuild, 'name' | 'build'>,
): Promise<readonly SourcePosition[]> {
  const rows = await tx.query(
    `select source, partition, next, transaction from eventwright_projection_position where name = $1 and build = $2`,
    [name, build],
  );
  return rows.map((row) => ({
    source: textOf(row, 'source'),
    partition: integerOf(row, 'partition'),
    next: bigintOf(row, 'next'),
    transaction: bigintOf(row, 'transaction'),
  }));
}

function buildOf(row: Row): BuildRow {
  const events = Number(bigintOf(row, 'events'));
  const seconds = Number(row['seconds']);
  const behind = nullable(bigintOf)(row, 'behind');
  return {
    name: textOf(row, 'name'),
    build: integerOf(row, 'build'),
    version: nullable(integerOf)(row, 'version') ?? undefined,
    state: stateOf(textOf(row, 'state')),
    schema: nullable(textOf)(row, 'schema_name') ?? '',
    group: nullable(textOf)(row, 'source_group') ?? '',
    events,
    unreadable: Number(bigintOf(row, 'unreadable')),
    behind: behind === null ? undefined : Number(behind),
    rate: seconds > 0 ? events / seconds : 0,
    error: nullable(textOf)(row, 'error') ?? undefined,
    startedAt: dateOf(row, 'started_at'),
    liveAt: nullable(dateOf)(row, 'live_at') ?? undefined,
  };
}

const states: readonly BuildState[] = ['asked', 'building', 'live', 'retired'];

function stateOf(text: string): BuildState {
  const state = states.find((one) => one === text);
  if (state === undefined) throw new TypeError(`a projection's build is '${text}'`);
  return state;
}
