import type { CrashPoints } from '../core/crash-points.ts';
import type { Sql } from '../core/database.ts';
import { dateOf, nullable, numberOf, textOf } from '../database/columns.ts';
import type { AnyInput } from './any-workflow.ts';
import { errorText } from './failure-notes.ts';
import { type InstanceKey, lockInstance } from './instance-rows.ts';
import { decideOn, type InputContext } from './receive-input.ts';
import type { Versions } from './versions.ts';

/** A timer of an instance. */
export interface TimerPlace extends InstanceKey {
  readonly timer: string;
}

export interface DueTimers {
  /** Those that were to fire longest come first. */
  readonly due: readonly TimerPlace[];
  /** Milliseconds until another one is due, by the database's clock. Undefined where none runs. */
  readonly nextIn: number | undefined;
}

/** Timers of a workflow that are due, at most so many. */
export async function dueTimers(tx: Sql, workflow: string, limit: number): Promise<DueTimers> {
  const rows = await tx.query(
    `select key, name, (extract(epoch from next_try_at - clock_timestamp()) * 1000)::float8 as due_in
     from eventwright_workflow_timer where workflow = $1 order by next_try_at limit $2`,
    [workflow, limit + 1],
  );
  const timers = rows.map((row) => ({
    workflow,
    key: textOf(row, 'key'),
    timer: textOf(row, 'name'),
    dueIn: numberOf(row, 'due_in'),
  }));
  const due = timers.filter(({ dueIn }) => dueIn <= 0);
  // Whatever is due beyond the limit is due now.
  const next = timers.find(({ dueIn }) => dueIn > 0)?.dueIn ?? (due.length > limit ? 0 : undefined);
  return { due: due.slice(0, limit), nextIn: next === undefined ? undefined : Math.ceil(next) };
}

/** `busy`: somebody else has the instance; the timer may be due after that, or not. */
export type Firing = 'fired' | 'gone' | 'busy';

/**
 * Fires a timer, unless it is not due any more. The instance's row is locked first, so of a timer and an event whoever has
 * it first counts, and the other one finds what that has left.
 */
export async function fireTimer(
  versions: Versions,
  { workflow, key, timer }: TimerPlace,
  { reach, ...context }: InputContext & { readonly reach: CrashPoints },
): Promise<Firing> {
  const instance = await lockInstance(context.tx, { workflow, key }, 'skip');
  if (instance === undefined) return 'busy';
  const input = await dueInput(context.tx, { workflow, key, timer });
  if (input === undefined) return 'gone';
  await reach('before-effect');
  await decideOn(versions, { instance, input }, context);
  await reach('after-effect');
  return 'fired';
}

/** The timer as it is now that its instance is kept: stopped ones are gone, restarted ones due later. */
async function dueInput(tx: Sql, { workflow, key, timer }: TimerPlace): Promise<AnyInput | undefined> {
  const [row] = await tx.query(
    `select due_at, reason from eventwright_workflow_timer
     where workflow = $1 and key = $2 and name = $3 and next_try_at <= clock_timestamp()`,
    [workflow, key, timer],
  );
  if (row === undefined) return undefined;
  if (timer === 'cancel') return { kind: 'cancel', name: timer, reason: nullable(textOf)(row, 'reason') ?? '' };
  return { kind: 'timer', name: timer, dueAt: dateOf(row, 'due_at') };
}

/** A timer that could not be decided on fires again, 1 s later at first and 1 h at last, for as long as it takes. */
export async function postponeTimer(tx: Sql, { workflow, key, timer }: TimerPlace, error: unknown): Promise<void> {
  await tx.query(
    `with noted as (
       update eventwright_workflow
       set error = $4, failed_input = $3, failed_event = null,
         failing_since = coalesce(failing_since, clock_timestamp())
       where workflow = $1 and key = $2
     )
     update eventwright_workflow_timer
     set attempts = attempts + 1, error = $4,
       next_try_at = clock_timestamp() + least(3600, power(2, least(attempts, 12))) * interval '1 second'
     where workflow = $1 and key = $2 and name = $3`,
    [workflow, key, timer, errorText(error)],
  );
}
