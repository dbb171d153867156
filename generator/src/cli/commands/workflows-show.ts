import type { JsonObject } from '@eventwright/avro';
import {
  type RecordedTransition,
  type ShownWorkflow,
  showWorkflow,
  workflowHistory,
} from '@eventwright/runtime/workflows';
import type { Container } from '../container.ts';
import { jsonOf } from '../dead-letters/decoded-value.ts';
import { withServiceDatabase } from '../dead-letters/open-service-database.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { printReport } from '../report/print-report.ts';
import { table } from '../report/table.ts';
import { instanceData, timeText } from '../workflows/instance-text.ts';
import { parseInstance } from '../workflows/workflow-id.ts';

export interface ShowWorkflowOptions {
  readonly id: string;
  readonly database: string;
  /** What the instance remembers, as well: it may be personal. */
  readonly state?: true;
}

/** `eventwright workflows show` */
export async function showInstance(
  container: Container,
  { id, database, state }: ShowWorkflowOptions,
): Promise<ExitCode> {
  const place = parseInstance(id);
  const { instance, history } = await withServiceDatabase(database, async (opened) => ({
    instance: await showWorkflow(opened, place),
    history: await workflowHistory(opened, place),
  }));
  return printReport(container, {
    command: 'workflows show',
    exitCode: instance === undefined ? exitCode.findings : exitCode.clean,
    findings: [],
    texts: new Map(),
    root: container.cwd,
    lines:
      instance === undefined
        ? [`There is no ${id}. "workflows list --all" shows what there is.`]
        : [...headLines(id, instance), ...historyLines(history), ...(state ? stateLines(instance) : [])],
    data: instance === undefined ? {} : dataOf(instance, history, state === true),
  });
}

function headLines(
  id: string,
  { status, ended, version, failure, timers, correlationId }: ShownWorkflow,
): readonly string[] {
  const timerRows = timers.map(({ name, dueAt, nextTryAt, attempts }) => [
    `  ${name}`,
    timeText(dueAt),
    attempts === 0 ? '' : `failed ${attempts} times, next try ${timeText(nextTryAt)}`,
  ]);
  return [
    `${id}: ${status}${ended ? ', ended' : ''}, on version ${version}, flow ${correlationId ?? '-'}`,
    ...(failure === undefined
      ? []
      : [`  fails at ${failure.input} since ${timeText(failure.since)}: ${failure.error}`]),
    ...(timerRows.length === 0 ? [] : ['', ...table([['  TIMER', 'DUE', ''], ...timerRows])]),
  ];
}

function historyLines(history: readonly RecordedTransition[]): readonly string[] {
  const rows = history.map(({ n, at, input, from, to, ignored, outputs }) => [
    `  ${n}`,
    timeText(at),
    input.name,
    ignored ? `${from}, ignored` : from === to ? from : `${from} -> ${to}`,
    outputs.map(outputText).join(', '),
  ]);
  return ['', ...table([['  N', 'AT', 'INPUT', 'STATUS', 'DECISION'], ...rows])];
}

function outputText(output: RecordedTransition['outputs'][number]): string {
  if ('send' in output) return output.send;
  if ('become' in output) return `become ${output.become}`;
  if ('stop' in output) return `stop ${output.stop}`;
  return `start ${output.start}`;
}

function stateLines({ state }: ShownWorkflow): readonly string[] {
  return [
    '',
    ...JSON.stringify(jsonOf(state), undefined, 2)
      .split('\n')
      .map((line) => `  ${line}`),
  ];
}

/** Without what events carried, unless it was asked for: reports are passed around. */
function dataOf(instance: ShownWorkflow, history: readonly RecordedTransition[], full: boolean): JsonObject {
  return {
    instance: instanceData(instance),
    timers: instance.timers.map(({ name, dueAt, nextTryAt, attempts, error }) => ({
      name,
      dueAt: dueAt.toISOString(),
      nextTryAt: nextTryAt.toISOString(),
      attempts,
      error: error ?? null,
    })),
    history: history.map(({ n, version, at, input, from, to, ignored, outputs }) => ({
      n,
      version,
      at: at.toISOString(),
      input: input.name,
      inputId: input.kind === 'event' ? input.id : null,
      from,
      to,
      ignored,
      decision: outputs.map(outputText),
      ...(full ? { received: jsonOf(input), outputs: jsonOf(outputs) } : {}),
    })),
    ...(full ? { state: jsonOf(instance.state) } : {}),
  };
}
