import { RuntimeError } from '../core/errors.ts';
import { retryLater } from '../core/handler-error.ts';
import { type AnyWorkflow, type CallableWorkflow, callable, own } from './any-workflow.ts';
import { checkWorkflow } from './check-workflow.ts';

/** The versions of one workflow that this process knows. */
export interface Versions {
  readonly newest: CallableWorkflow;
  readonly all: readonly CallableWorkflow[];
  /** The names of all events that any of them takes. */
  readonly inputs: readonly string[];
  /** To which instance an event belongs, as the newest version says that takes it. */
  readonly keyOf: (input: string) => CallableWorkflow['key'][string];
  /** The version that an instance began on. Throws `retryLater` where it is not here: it waits for who has it. */
  of(instance: { readonly key: string; readonly version: number }): CallableWorkflow;
}

/** Throws `WORKFLOW_INVALID` where they are not versions of one workflow, or one contradicts itself. */
export function versionsOf(definitions: readonly AnyWorkflow[]): Versions {
  const all = definitions.map(callable).sort((one, other) => other.version - one.version);
  const [newest] = all;
  if (newest === undefined) throw invalid('No version of a workflow was given. Give one or more');
  for (const workflow of all) {
    checkWorkflow(workflow);
    if (workflow.name !== newest.name) {
      throw invalid(`'${workflow.name}' and '${newest.name}' are two workflows. Open each by itself`);
    }
  }
  const twice = all.find(({ version }, index) => all[index + 1]?.version === version);
  if (twice !== undefined) throw invalid(`${twice.name} version ${twice.version} was given twice. Count versions up`);
  return {
    newest,
    all,
    inputs: [...new Set(all.flatMap(({ key }) => Object.keys(key)))],
    keyOf: (input) => all.map(({ key }) => own(key, input)).find((keyOf) => keyOf !== undefined),
    of: ({ key, version }) => {
      const workflow = all.find((one) => one.version === version);
      if (workflow !== undefined) return workflow;
      const known = all.map((one) => one.version).join(', ');
      throw retryLater(
        `${newest.name} '${key}' is on version ${version}, this process has ${known}. Deploy code that still has version ${version} beside the newer ones`,
      );
    },
  };
}

function invalid(message: string): RuntimeError {
  return new RuntimeError('WORKFLOW_INVALID', message);
}
