import type { InstanceKey } from '@eventwright/runtime/workflows';
import { CliError } from '../cli-error.ts';
import { exitCode } from '../exit-code.ts';

/** An instance as `list` names it: `order/0190b2c5…`. Keys may have slashes. */
export function parseInstance(id: string): InstanceKey {
  const slash = id.indexOf('/');
  if (slash > 0 && slash < id.length - 1) return { workflow: id.slice(0, slash), key: id.slice(slash + 1) };
  throw new CliError(exitCode.usage, `${id} names no instance of a workflow.`, {
    help: 'Write <workflow>/<key>, as "workflows list" shows it.',
  });
}
