import { RuntimeError } from '../core/errors.ts';
import { type AnyWorkflow, own, targetsOf } from './any-workflow.ts';

/** Throws `WORKFLOW_INVALID` where a definition contradicts itself in a way that types do not show. */
export function checkWorkflow(workflow: AnyWorkflow): void {
  const problem = problemOf(workflow);
  if (problem === undefined) return;
  throw new RuntimeError('WORKFLOW_INVALID', `${workflow.name} version ${workflow.version}: ${problem}`);
}

function problemOf(workflow: AnyWorkflow): string | undefined {
  const { name, version, transitions } = workflow;
  if (!/^[\w.-]{1,100}$/.test(name)) return 'its name may have letters, digits, dots, hyphens and underscores only';
  if (!Number.isInteger(version) || version < 1) return 'its version is no whole number above 0';
  if ('cancel' in workflow.key) return "an input may not be called 'cancel', which is what operators ask for";
  const starting = Object.keys(transitions['start'] ?? {});
  if (starting.length === 0) return 'nothing starts it. List an input under transitions.start';
  const timer = starting.find((input) => own(workflow.key, input) === undefined);
  if (timer !== undefined)
    return `'${timer}' cannot start it: only what it receives can. Take it out of transitions.start`;
  const stateless = starting.find((input) => own(workflow.initialState, input) === undefined);
  if (stateless !== undefined) return `'${stateless}' starts it, but initialState lacks it. Add it there`;
  return unreachable(workflow);
}

function unreachable({ transitions }: AnyWorkflow): string | undefined {
  const reached = new Set<string>();
  const visit = (status: string): void => {
    if (reached.has(status)) return;
    reached.add(status);
    for (const input of Object.keys(own(transitions, status) ?? {})) {
      for (const target of targetsOf(transitions[status], input) ?? []) visit(target);
    }
  };
  visit('start');
  const missing = [...reached].find((status) => own(transitions, status) === undefined);
  if (missing !== undefined)
    return `something leads to '${missing}', which transitions lack. Add it, as {} where it is an end`;
  const lost = Object.keys(transitions).find((status) => !reached.has(status));
  if (lost !== undefined) return `nothing leads to '${lost}'. Take it out, or list what does`;
  return undefined;
}
