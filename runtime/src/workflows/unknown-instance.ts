import { fatal, retryLater } from '../core/handler-error.ts';
import type { AnyInput, CallableWorkflow } from './any-workflow.ts';

/** Throws what the definition wants done with an input whose instance does not exist; nothing where it is ignored. */
export function unknownInstance({ name, unknown = 'fatal' }: CallableWorkflow, key: string, input: AnyInput): void {
  const policy = typeof unknown === 'string' ? unknown : (unknown[input.name] ?? 'fatal');
  const message = `${input.name}: there is no ${name} '${key}', and this starts none`;
  if (policy === 'retryLater') throw retryLater(message);
  if (policy === 'fatal') throw fatal(message);
}
