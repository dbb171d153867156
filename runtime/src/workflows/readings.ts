import type { Sql } from '../core/database.ts';
import type { Reading } from '../core/telemetry.ts';
import { integerOf, numberOf, textOf } from '../database/columns.ts';

/** Levels for metrics: open instances by status, those that fail, and by how many seconds the oldest timer is late. */
export async function readingsOf(tx: Sql, workflow: string): Promise<readonly Reading[]> {
  const statuses = await tx.query(
    `select status, count(*)::integer as instances, count(error)::integer as failing
     from eventwright_workflow where workflow = $1 and not ended group by status`,
    [workflow],
  );
  const [late = {}] = await tx.query(
    `select coalesce(extract(epoch from clock_timestamp() - min(next_try_at)), 0)::float8 as late
     from eventwright_workflow_timer where workflow = $1`,
    [workflow],
  );
  return [
    ...statuses.map((row): Reading => {
      const labels = { workflow, status: textOf(row, 'status') };
      return { name: 'workflow_instances', value: integerOf(row, 'instances'), labels };
    }),
    {
      name: 'workflow_failing',
      value: statuses.reduce((sum, row) => sum + integerOf(row, 'failing'), 0),
      labels: { workflow },
    },
    { name: 'workflow_timer_delay', value: Math.max(0, numberOf(late, 'late')), labels: { workflow } },
  ];
}
