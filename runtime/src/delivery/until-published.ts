import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../core/database.ts';
import { bigintOf, booleanOf, nullable } from '../database/columns.ts';

/** Between two looks at the table, in milliseconds. */
const interval = 10;

/**
 * Waits until nothing of what is in the outbox now is left there, but for what is held behind a refused record.
 * @param hurry Called before each look.
 */
export async function untilPublished(database: Database, hurry: () => void): Promise<void> {
  const last = await database.transaction(async (tx) => {
    const [row] = await tx.query('select max(seq) as last from eventwright_outbox');
    return row === undefined ? null : nullable(bigintOf)(row, 'last');
  });
  if (last === null) return;
  for (;;) {
    hurry();
    const [row] = await database.transaction((tx) =>
      tx.query(
        `select exists (
           select from eventwright_outbox o where o.seq <= $1 and not exists (
             select from eventwright_outbox_dead d where d.holds_key and d.topic = o.topic and d.key = o.key)
         ) as left_over`,
        [last],
      ),
    );
    if (row === undefined || !booleanOf(row, 'left_over')) return;
    await sleep(interval);
  }
}
