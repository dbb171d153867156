import { listWorkflows, type WorkflowInstance, type WorkflowSelection } from '@eventwright/runtime/workflows';
import type { Container } from '../container.ts';
import { withServiceDatabase } from '../dead-letters/open-service-database.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { plural } from '../report/plural.ts';
import { printReport } from '../report/print-report.ts';
import { table } from '../report/table.ts';
import { instanceData, timeText } from '../workflows/instance-text.ts';

export interface ListWorkflowsOptions {
  readonly database: string;
  readonly workflow?: string;
  readonly status?: string;
  /** Those that have ended, too. */
  readonly all?: true;
  readonly stuck?: true;
  readonly limit: number;
}

/** `eventwright workflows list` */
export async function listInstances(
  container: Container,
  { database, all, limit, ...selection }: ListWorkflowsOptions,
): Promise<ExitCode> {
  const selected: WorkflowSelection = { ...selection, ...(all ? {} : { ended: false }), limit: limit + 1 };
  const found = await withServiceDatabase(database, (opened) => listWorkflows(opened, selected));
  const shown = found.slice(0, limit);
  return printReport(container, {
    command: 'workflows list',
    exitCode: exitCode.clean,
    findings: [],
    texts: new Map(),
    root: container.cwd,
    lines: [
      ...(shown.length === 0 ? [] : table([head, ...shown.map(row)])),
      ...failureLines(shown),
      found.length > limit ? `the ${limit} that changed last; --limit shows more` : plural(shown.length, 'instance'),
    ],
    data: { instances: shown.map(instanceData) },
  });
}

const head = ['INSTANCE', 'STATUS', 'VERSION', 'INPUTS', 'STARTED', 'CHANGED', 'NEXT TIMER', 'STUCK'];

function row(instance: WorkflowInstance): readonly string[] {
  const { workflow, key, status, version, inputs, stuck } = instance;
  const times = [instance.startedAt, instance.updatedAt, instance.nextTimer].map(timeText);
  return [`${workflow}/${key}`, status, String(version), String(inputs), ...times, stuck ?? '-'];
}

/** Errors are long: below the table, each with its instance. */
function failureLines(instances: readonly WorkflowInstance[]): readonly string[] {
  const failing = instances.flatMap(({ workflow, key, failure }) =>
    failure === undefined
      ? []
      : [`${workflow}/${key} fails at ${failure.input} since ${timeText(failure.since)}: ${failure.error}`],
  );
  return failing.length === 0 ? [] : ['', ...failing, ''];
}
