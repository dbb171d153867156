import type { Database } from '../core/database.ts';
import { integerOf } from '../database/columns.ts';
import { errorText } from './failure-notes.ts';
import type { InstanceKey } from './instance-rows.ts';

/** What is tried again now. */
export interface Retried {
  /** Timers that were due and had failed. */
  readonly timers: number;
  /** Events that were parked or held after they had failed. */
  readonly events: number;
}

/**
 * Has an instance try again what it could not decide on, at once: timers that stand back, and the event that delivery has
 * parked or given up, with those behind it. For when the cause is mended; code that is, is deployed before.
 */
export async function retryWorkflow(database: Database, { workflow, key }: InstanceKey): Promise<Retried> {
  return database.transaction(async (tx) => {
    const timers = await tx.query(
      `update eventwright_workflow_timer set next_try_at = clock_timestamp()
       where workflow = $1 and key = $2 and attempts > 0 returning name`,
      [workflow, key],
    );
    const [row = {}] = await tx.query(
      `with due as (
         update eventwright_parked p set state = 'waiting', due_at = clock_timestamp(), failures = 0
         from eventwright_workflow w
         where w.workflow = $1 and w.key = $2 and p.event_id = w.failed_event and p.state <> 'behind' returning p.off
       )
       select count(*)::integer as events from due`,
      [workflow, key],
    );
    return { timers: timers.length, events: integerOf(row, 'events') };
  });
}

/** `unknown`: there is no such instance. `ended`: it is too late. */
export type CancelAnswer = 'asked' | 'ended' | 'unknown';

/**
 * Asks for an instance to be given up. The service that runs it takes that up as the input `cancel`, within its poll
 * interval, and does what the definition says, compensation above all; where its status lists no `cancel`, nothing.
 */
export async function cancelWorkflow(
  database: Database,
  { workflow, key, reason }: InstanceKey & { readonly reason: string },
): Promise<CancelAnswer> {
  return database.transaction(async (tx) => {
    const [instance] = await tx.query(
      'select ended::integer as ended from eventwright_workflow where workflow = $1 and key = $2',
      [workflow, key],
    );
    if (instance === undefined) return 'unknown';
    if (integerOf(instance, 'ended') === 1) return 'ended';
    await tx.query(
      `insert into eventwright_workflow_timer (workflow, key, name, due_at, next_try_at, reason)
       values ($1, $2, 'cancel', clock_timestamp(), clock_timestamp(), $3)
       on conflict (workflow, key, name) do update set next_try_at = excluded.next_try_at, reason = excluded.reason`,
      [workflow, key, errorText(reason)],
    );
    return 'asked';
  });
}
