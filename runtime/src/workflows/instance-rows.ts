import type { Row, Sql } from '../core/database.ts';
import { RuntimeError } from '../core/errors.ts';
import { dateOf, integerOf, jsonOf, nullable, textOf } from '../database/columns.ts';
import type { AnyInput, AnyOutput } from './any-workflow.ts';
import { parseState, printState } from './state-text.ts';
import type { Moment, Transition } from './transition.ts';

/** Which instance: the workflow's name and the instance's key. */
export interface InstanceKey {
  readonly workflow: string;
  readonly key: string;
}

/** An instance that is kept for this transaction. */
export interface Instance extends InstanceKey {
  readonly version: number;
  /** Undefined for one that is being started. */
  readonly moment: Moment | undefined;
  /** Inputs so far. */
  readonly n: number;
  /** Of the flow that started it. */
  readonly correlationId: string | undefined;
  /** Id of the last event that it received. */
  readonly causeId: string | undefined;
  /** Now, by the database's clock; never before its last input. */
  readonly at: Date;
}

const columns = 'version, status, state, n, correlation_id, cause_id, updated_at, clock_timestamp() as at';

/** Keeps an instance for this transaction. Undefined where there is none, or with `skip` where somebody else has it. */
export async function lockInstance(
  tx: Sql,
  { workflow, key }: InstanceKey,
  whenLocked: 'wait' | 'skip' = 'wait',
): Promise<Instance | undefined> {
  const [row] = await tx.query(
    `select ${columns} from eventwright_workflow where workflow = $1 and key = $2
     for update ${whenLocked === 'skip' ? 'skip locked' : ''}`,
    [workflow, key],
  );
  return row && instanceOf(row, { workflow, key });
}

/** Makes an instance and keeps it for this transaction. Undefined where it exists, or somebody else has just made it. */
export async function createInstance(
  tx: Sql,
  { workflow, key, version, correlationId }: InstanceKey & { readonly version: number; readonly correlationId: string },
): Promise<Instance | undefined> {
  const [row] = await tx.query(
    `insert into eventwright_workflow (workflow, key, version, status, state, correlation_id)
     values ($1, $2, $3, 'start', '{}', $4) on conflict do nothing returning clock_timestamp() as at`,
    [workflow, key, version, correlationId],
  );
  if (row === undefined) return undefined;
  return { workflow, key, version, moment: undefined, n: 0, correlationId, causeId: undefined, at: dateOf(row, 'at') };
}

/** Writes down what an input has led to: state, history and timers. */
export async function saveTransition(
  tx: Sql,
  instance: Instance,
  { input, ...after }: Transition & { readonly input: AnyInput },
): Promise<void> {
  const { workflow, key, version, moment, n, at } = instance;
  const timers = startedTimers(after.outputs, at);
  await tx.query(saving, [
    workflow,
    key,
    n + 1,
    after.status,
    printState(after.state),
    after.ended,
    input.kind === 'event' ? input.id : null,
    at,
    version,
    printState(input),
    moment?.status ?? 'start',
    after.ignored,
    printState(after.outputs),
    // What somebody asked for by hand stays until it is done, whatever the status.
    after.ended ? [] : [...after.timers, 'cancel'],
    [input.kind === 'event' ? '' : input.name, ...stoppedTimers(after.outputs)],
    [...timers.keys()],
    [...timers.values()],
  ]);
}

/** Timers go that the new status does not list, that were stopped or that have fired; unless they were started anew. */
const saving = `
  with saved as (
    update eventwright_workflow
    set n = $3, status = $4, state = $5, ended = $6, cause_id = coalesce($7, cause_id), updated_at = $8,
      error = null, failed_input = null, failed_event = null, failing_since = null
    where workflow = $1 and key = $2
  ), noted as (
    insert into eventwright_workflow_transition
      (workflow, key, n, version, input, from_status, to_status, ignored, outputs, at)
    values ($1, $2, $3, $9, $10, $11, $4, $12, $13, $8)
  ), gone as (
    delete from eventwright_workflow_timer
    where workflow = $1 and key = $2 and (name <> all($14::text[]) or name = any($15::text[])) and name <> all($16::text[])
  )
  insert into eventwright_workflow_timer (workflow, key, name, due_at, next_try_at)
  select $1, $2, name, due_at, due_at from unnest($16::text[], $17::timestamptz[]) as started (name, due_at)
  on conflict (workflow, key, name) do update
  set due_at = excluded.due_at, next_try_at = excluded.due_at, attempts = 0, error = null`;

/** Timers that run after a decision because of it, and when they are due. The last word on each counts. */
export function startedTimers(outputs: readonly AnyOutput[], at: Date): ReadonlyMap<string, Date> {
  const timers = new Map<string, Date>();
  for (const output of outputs) {
    if ('start' in output) timers.set(output.start, dueAt(output, at));
    if ('stop' in output) timers.delete(output.stop);
  }
  return timers;
}

function dueAt(timer: Extract<AnyOutput, { readonly start: string }>, at: Date): Date {
  const due = 'at' in timer ? timer.at : new Date(at.getTime() + timer.after);
  if (!Number.isNaN(due.getTime())) return due;
  throw new RuntimeError(
    'WORKFLOW_INVALID',
    `The timer '${timer.start}' starts with no time; give 'after' in milliseconds, or a valid Date as 'at'`,
  );
}

function stoppedTimers(outputs: readonly AnyOutput[]): readonly string[] {
  return outputs.flatMap((output) => ('stop' in output ? [output.stop] : []));
}

function instanceOf(row: Row, place: InstanceKey): Instance {
  const [at, updatedAt] = [dateOf(row, 'at'), dateOf(row, 'updated_at')];
  return {
    ...place,
    version: integerOf(row, 'version'),
    moment: { status: textOf(row, 'status'), state: stateOf(jsonOf(row, 'state')) },
    n: integerOf(row, 'n'),
    correlationId: nullable(textOf)(row, 'correlation_id') ?? undefined,
    causeId: nullable(textOf)(row, 'cause_id') ?? undefined,
    // Whoever had to wait for the row may have looked at the clock before.
    at: at < updatedAt ? updatedAt : at,
  };
}

function stateOf(json: unknown): object {
  const state = parseState(json);
  return typeof state === 'object' && state !== null ? state : {};
}

/** An instance's key as the database can hold it. Throws `VALUE_INVALID`. */
export function checkedKey(key: unknown, workflow: string): string {
  if (typeof key === 'string' && key.length > 0 && key.length <= 512 && !key.includes('\0')) return key;
  const found = typeof key === 'string' ? `text of ${key.length} characters` : typeof key;
  throw new RuntimeError(
    'VALUE_INVALID',
    `The key of ${workflow} is ${found}; it has to be text of 1 to 512 characters without a zero. See 'key' of the definition`,
  );
}
