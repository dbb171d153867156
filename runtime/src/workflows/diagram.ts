import { type AnyWorkflow, isFinal, targetsOf } from './any-workflow.ts';

/** The workflow as a state diagram in mermaid's language. Timers have a clock, what operators ask for stands in brackets. */
export function diagram(workflow: AnyWorkflow): string {
  const { transitions, key } = workflow;
  const label = (input: string): string => {
    if (input === 'cancel') return '[cancel]';
    return Object.hasOwn(key, input) ? input : `⏱ ${input}`;
  };
  const edges = Object.entries(transitions).flatMap(([status, inputs]) =>
    Object.keys(inputs ?? {}).flatMap((input) =>
      (targetsOf(inputs, input) ?? []).map((target) => ({ status, target, label: label(input) })),
    ),
  );
  const lines = [...Map.groupBy(edges, ({ status, target }) => `${nodeOf(status)} --> ${nodeOf(target)}`)].map(
    ([edge, same]) => `  ${edge} : ${same.map((one) => one.label).join(', ')}`,
  );
  const ends = Object.keys(transitions)
    .filter((status) => isFinal(workflow, status))
    .map((status) => `  ${nodeOf(status)} --> [*]`);
  const names = Object.keys(transitions)
    .filter((status) => status !== 'start' && nodeOf(status) !== status)
    .map((status) => `  state "${status}" as ${nodeOf(status)}`);
  return ['stateDiagram-v2', ...names, ...lines, ...ends].join('\n');
}

/** Names in mermaid have letters, digits and underscores. */
function nodeOf(status: string): string {
  return status === 'start' ? '[*]' : status.replaceAll(/\W/g, '_');
}
