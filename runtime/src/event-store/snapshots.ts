import type { Sql } from '../core/database.ts';
import { integerOf, jsonOf } from '../database/columns.ts';
import type { AggregateState } from './aggregate.ts';

/** Spare reading long streams from their start. Any snapshot can be deleted at any time: state follows from events. */
export interface SnapshotOptions<State> {
  /** Events behind the last one after which a new one is written. */
  readonly every: number;
  /** Of `evolve`: one more whenever the same events give another state, so that older snapshots no longer count. */
  readonly evolveVersion: number;
  /** What `JSON.stringify` can write. */
  write(state: State): unknown;
  /** From parsed JSON. */
  read(json: unknown): State;
}

interface SnapshotPlace {
  readonly stream: string;
  readonly aggregate: string;
}

/** Undefined where there is none of this `evolve`. */
export async function readSnapshot<State>(
  tx: Sql,
  { stream, aggregate }: SnapshotPlace,
  { evolveVersion, read }: SnapshotOptions<State>,
): Promise<AggregateState<State> | undefined> {
  const [row] = await tx.query(
    `select version, state from eventwright_event_snapshot
     where stream = $1 and aggregate = $2 and evolve_version = $3`,
    [stream, aggregate, evolveVersion],
  );
  return row === undefined ? undefined : { state: read(jsonOf(row, 'state')), version: integerOf(row, 'version') };
}

/** Never replaces one of a newer `evolve`, as older instances of a rolling deployment would. */
export async function writeSnapshot<State>(
  tx: Sql,
  { stream, aggregate, state, version }: SnapshotPlace & AggregateState<State>,
  { evolveVersion, write }: SnapshotOptions<State>,
): Promise<void> {
  await tx.query(
    `insert into eventwright_event_snapshot as s (stream, aggregate, evolve_version, version, state)
     values ($1, $2, $3, $4, $5)
     on conflict (stream, aggregate) do update set evolve_version = excluded.evolve_version,
       version = excluded.version, state = excluded.state, at = clock_timestamp()
     where (s.evolve_version, s.version) < (excluded.evolve_version, excluded.version)`,
    [stream, aggregate, evolveVersion, version, JSON.stringify(write(state))],
  );
}
