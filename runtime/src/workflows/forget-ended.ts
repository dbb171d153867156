import type { Logger } from '../core/client.ts';
import type { Database } from '../core/database.ts';

export interface ForgettingOptions {
  readonly database: Database;
  readonly log: Logger;
  readonly workflow: string;
  /** Milliseconds. */
  readonly keep: number;
}

/** Deletes instances that ended long ago, now and then and a few at a time. */
export interface Forgetting {
  close(): void;
}

const roundEvery = 10 * 60 * 1_000;
const batch = 500;

export function forgetEnded({ database, log, workflow, keep }: ForgettingOptions): Forgetting {
  let open = Number.isFinite(keep);
  const round = async (): Promise<void> => {
    while (open && (await deleteEnded(database, { workflow, keep })) === batch);
  };
  const failed = (error: unknown): void =>
    log.warn({ workflow, err: error }, 'ended instances were not deleted, will be tried again');
  const timer = setInterval(() => void round().catch(failed), roundEvery);
  timer.unref();
  return {
    close: () => {
      open = false;
      clearInterval(timer);
    },
  };
}

/** Deletes a batch of the instances of a workflow that ended so long ago, with their history; returns how many. */
export async function deleteEnded(
  database: Database,
  { workflow, keep }: Pick<ForgettingOptions, 'workflow' | 'keep'>,
): Promise<number> {
  const deleted = await database.transaction((tx) =>
    tx.query(
      `delete from eventwright_workflow where (workflow, key) in (
         select workflow, key from eventwright_workflow
         where workflow = $1 and ended and updated_at < clock_timestamp() - $2::float8 * interval '1 millisecond'
         order by updated_at limit ${batch} for update skip locked
       ) returning key`,
      [workflow, keep],
    ),
  );
  return deleted.length;
}
