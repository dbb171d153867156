import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@eventwright/runtime';
import {
  cancelWorkflow,
  type InstanceKey,
  retryWorkflow,
  showWorkflow,
  workflowVersions,
} from '@eventwright/runtime/workflows';
import type { Container } from '../container.ts';
import { withServiceDatabase } from '../dead-letters/open-service-database.ts';
import type { ExitCode } from '../exit-code.ts';
import { plural } from '../report/plural.ts';
import { printAnswer } from '../report/print-answer.ts';
import { parseInstance } from '../workflows/workflow-id.ts';

export interface ActOptions {
  readonly id: string;
  readonly database: string;
}

export interface CancelOptions extends ActOptions {
  readonly reason: string;
  /** Milliseconds until it no longer waits for the service. */
  readonly patience?: number;
}

/** `eventwright workflows retry` */
export async function retryInstance(container: Container, { id, database }: ActOptions): Promise<ExitCode> {
  const { timers, events } = await withServiceDatabase(database, (opened) => retryWorkflow(opened, parseInstance(id)));
  const done = timers + events > 0;
  const said = `${plural(timers, 'timer')} and ${plural(events, 'event')} tried again now`;
  const line = done ? `${id}: ${said}` : `Nothing of ${id} has failed. "workflows list --stuck" shows what has.`;
  return printAnswer(container, { command: 'workflows retry', done, line, data: { id, timers, events } });
}

/** `eventwright workflows cancel`: asks, and waits a moment for the service to have done what follows from it. */
export async function cancelInstance(
  container: Container,
  { id, database, reason, patience = 10_000 }: CancelOptions,
): Promise<ExitCode> {
  const place = parseInstance(id);
  const { asked, status } = await withServiceDatabase(database, async (opened) => {
    const answered = await cancelWorkflow(opened, { ...place, reason });
    return { asked: answered, status: answered === 'asked' ? await statusAfter(opened, place, patience) : undefined };
  });
  const lines = {
    unknown: `There is no ${id}. "workflows list" shows what there is.`,
    ended: `${id} has ended; there is nothing to cancel.`,
    asked:
      status === undefined
        ? `${id}: asked for. No service has taken it up yet; the next one that runs the workflow does.`
        : `${id}: taken up, now ${status}`,
  };
  const data = { id, answer: asked, status: status ?? null };
  return printAnswer(container, { command: 'workflows cancel', done: asked === 'asked', line: lines[asked], data });
}

/** The status once the service has taken it up; undefined where it does not in time. */
async function statusAfter(database: Database, place: InstanceKey, patience: number): Promise<string | undefined> {
  for (const until = performance.now() + patience; performance.now() < until; await sleep(200)) {
    const instance = await showWorkflow(database, place);
    if (instance === undefined) return undefined;
    if (!instance.timers.some(({ name }) => name === 'cancel')) return instance.status;
  }
  return undefined;
}

export interface DiagramOptions {
  readonly workflow?: string;
  readonly database: string;
}

/** `eventwright workflows diagram`: the newest version of each workflow, in mermaid's language. */
export async function diagramWorkflows(
  container: Container,
  { workflow, database }: DiagramOptions,
): Promise<ExitCode> {
  const versions = await withServiceDatabase(database, workflowVersions);
  const newest = [...Map.groupBy(versions, (one) => one.workflow).values()].flatMap(([first]) => first ?? []);
  const shown = newest.filter((one) => workflow === undefined || one.workflow === workflow);
  const texts = shown.map((one) => `---\ntitle: ${one.workflow} version ${one.version}\n---\n${one.diagram}`);
  const line = shown.length === 0 ? `No service has run ${workflow ?? 'a workflow'} here.` : texts.join('\n\n');
  const data = {
    workflows: shown.map((one) => ({ workflow: one.workflow, version: one.version, diagram: one.diagram })),
  };
  return printAnswer(container, { command: 'workflows diagram', done: shown.length > 0, line, data });
}
