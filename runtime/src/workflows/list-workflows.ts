import type { Database, Row, Sql } from '../core/database.ts';
import { booleanOf, dateOf, integerOf, jsonOf, nullable, textOf } from '../database/columns.ts';
import type { AnyInput, AnyOutput } from './any-workflow.ts';
import type { InstanceKey } from './instance-rows.ts';
import { parseState } from './state-text.ts';

/** An instance of a workflow, as operators see it. */
export interface WorkflowInstance extends InstanceKey {
  /** Of the definition. */
  readonly version: number;
  readonly status: string;
  readonly ended: boolean;
  /** Inputs that it has received, those that changed nothing included. */
  readonly inputs: number;
  /** Of the flow that started it. */
  readonly correlationId: string | undefined;
  readonly startedAt: Date;
  readonly updatedAt: Date;
  /** Its last input could not be decided on; it is tried again, or held until somebody asks for that (`retryWorkflow`). */
  readonly failure: { readonly input: string; readonly error: string; readonly since: Date } | undefined;
  /** When its next timer is due; undefined where none runs. */
  readonly nextTimer: Date | undefined;
  /**
   * Why it may need somebody: it `fails`, a timer is a minute `late`, or it is `idle`: nothing has come for so long, and
   * no timer runs. Undefined where all is well.
   */
  readonly stuck: 'fails' | 'late' | 'idle' | undefined;
}

/** Which instances are meant; what is left out does not matter. */
export interface WorkflowSelection {
  readonly workflow?: string;
  readonly status?: string;
  readonly version?: number;
  /** Those that have ended, or those that have not. */
  readonly ended?: boolean;
  /** Those that may need somebody. */
  readonly stuck?: boolean;
  /** After how many milliseconds without an input or a timer an instance is `idle`. Default 1 day. */
  readonly idleAfter?: number;
  /** So many at most, those that changed last come first. Default 100. */
  readonly limit?: number;
}

const day = 24 * 60 * 60 * 1_000;

const stuckness = `
  case when w.ended then null
    when w.error is not null then 'fails'
    when t.next_try_at < clock_timestamp() - interval '1 minute' then 'late'
    when t.next_try_at is null and w.updated_at < clock_timestamp() - $1::float8 * interval '1 millisecond' then 'idle'
  end`;

const instances = `
  select w.workflow, w.key, w.version, w.status, w.ended, w.n, w.correlation_id, w.started_at, w.updated_at, w.error,
    w.failed_input, w.failing_since, t.due_at, ${stuckness} as stuck
  from eventwright_workflow w left join lateral (
    select min(due_at) as due_at, min(next_try_at) as next_try_at
    from eventwright_workflow_timer t where t.workflow = w.workflow and t.key = w.key
  ) t on true`;

export async function listWorkflows(
  database: Database,
  { workflow, status, version, ended, stuck, idleAfter = day, limit = 100 }: WorkflowSelection = {},
): Promise<readonly WorkflowInstance[]> {
  const rows = await database.transaction((tx) =>
    tx.query(
      `${instances}
       where w.workflow = coalesce($2::text, w.workflow) and w.status = coalesce($3::text, w.status)
         and w.version = coalesce($4::integer, w.version) and w.ended = coalesce($5::boolean, w.ended)
         and ($6::boolean is null or $6 = (${stuckness} is not null))
       order by w.updated_at desc, w.workflow, w.key limit $7`,
      [idleAfter, workflow ?? null, status ?? null, version ?? null, ended ?? null, stuck ?? null, limit],
    ),
  );
  return rows.map(instanceOf);
}

/** A timer that runs. */
export interface RunningTimer {
  /** `cancel` is what an operator has asked for. */
  readonly name: string;
  readonly dueAt: Date;
  /** Later than `dueAt` where it has failed. */
  readonly nextTryAt: Date;
  /** Times that it has failed. */
  readonly attempts: number;
  readonly error: string | undefined;
}

/** What an input has led to. */
export interface RecordedTransition extends InstanceKey {
  /** Counts the inputs of the instance, from 1. */
  readonly n: number;
  readonly version: number;
  readonly input: AnyInput;
  /** Status before it; `start` for the first. */
  readonly from: string;
  readonly to: string;
  /** The status did not list the input, or the decision was that it changes nothing. */
  readonly ignored: boolean;
  /** What was decided: commands, timers and the status. */
  readonly outputs: readonly AnyOutput[];
  readonly at: Date;
}

/** An instance with all that is known of it. */
export interface ShownWorkflow extends WorkflowInstance {
  readonly state: unknown;
  /** The one that is due first comes first. */
  readonly timers: readonly RunningTimer[];
}

/** Undefined where there is no such instance. */
export async function showWorkflow(database: Database, place: InstanceKey): Promise<ShownWorkflow | undefined> {
  return database.transaction(async (tx) => {
    const [row] = await tx.query(`${instances} where w.workflow = $2 and w.key = $3`, [day, place.workflow, place.key]);
    if (row === undefined) return undefined;
    const [kept = {}] = await tx.query('select state from eventwright_workflow where workflow = $1 and key = $2', [
      place.workflow,
      place.key,
    ]);
    return { ...instanceOf(row), state: parseState(jsonOf(kept, 'state')), timers: await timersOf(tx, place) };
  });
}

async function timersOf(tx: Sql, { workflow, key }: InstanceKey): Promise<readonly RunningTimer[]> {
  const rows = await tx.query(
    `select name, due_at, next_try_at, attempts, error from eventwright_workflow_timer
     where workflow = $1 and key = $2 order by due_at, name`,
    [workflow, key],
  );
  return rows.map((row) => ({
    name: textOf(row, 'name'),
    dueAt: dateOf(row, 'due_at'),
    nextTryAt: dateOf(row, 'next_try_at'),
    attempts: integerOf(row, 'attempts'),
    error: nullable(textOf)(row, 'error') ?? undefined,
  }));
}

/** Every input of an instance and what it has led to, oldest first; `replay` takes it. */
export async function workflowHistory(
  database: Database,
  { workflow, key }: InstanceKey,
): Promise<readonly RecordedTransition[]> {
  const rows = await database.transaction((tx) =>
    tx.query(
      `select n, version, input, from_status, to_status, ignored, outputs, at
       from eventwright_workflow_transition where workflow = $1 and key = $2 order by n`,
      [workflow, key],
    ),
  );
  return rows.map((row) => ({
    workflow,
    key,
    n: integerOf(row, 'n'),
    version: integerOf(row, 'version'),
    // As saveTransition wrote them.
    input: parseState(jsonOf(row, 'input')) as AnyInput,
    from: textOf(row, 'from_status'),
    to: textOf(row, 'to_status'),
    ignored: booleanOf(row, 'ignored'),
    outputs: parseState(jsonOf(row, 'outputs')) as readonly AnyOutput[],
    at: dateOf(row, 'at'),
  }));
}

/** A version of a workflow that a service has run. */
export interface WorkflowVersion {
  readonly workflow: string;
  readonly version: number;
  /** In mermaid's language. */
  readonly diagram: string;
  /** When a service last started with it. */
  readonly openedAt: Date;
}

/** Versions by workflow, newest first. */
export async function workflowVersions(database: Database): Promise<readonly WorkflowVersion[]> {
  const rows = await database.transaction((tx) =>
    tx.query(
      'select workflow, version, diagram, opened_at from eventwright_workflow_version order by workflow, version desc',
    ),
  );
  return rows.map((row) => ({
    workflow: textOf(row, 'workflow'),
    version: integerOf(row, 'version'),
    diagram: textOf(row, 'diagram'),
    openedAt: dateOf(row, 'opened_at'),
  }));
}

function instanceOf(row: Row): WorkflowInstance {
  const [error, since] = [nullable(textOf)(row, 'error'), nullable(dateOf)(row, 'failing_since')];
  const stuck = nullable(textOf)(row, 'stuck');
  return {
    workflow: textOf(row, 'workflow'),
    key: textOf(row, 'key'),
    version: integerOf(row, 'version'),
    status: textOf(row, 'status'),
    ended: booleanOf(row, 'ended'),
    inputs: integerOf(row, 'n'),
    correlationId: nullable(textOf)(row, 'correlation_id') ?? undefined,
    startedAt: dateOf(row, 'started_at'),
    updatedAt: dateOf(row, 'updated_at'),
    failure:
      error === null || since === null
        ? undefined
        : { error, since, input: nullable(textOf)(row, 'failed_input') ?? '' },
    nextTimer: nullable(dateOf)(row, 'due_at') ?? undefined,
    stuck: stuck === 'fails' || stuck === 'late' || stuck === 'idle' ? stuck : undefined,
  };
}
