import { RuntimeError } from '../core/errors.ts';

/** What planning has to know of a step, of whatever types. */
export interface AnyStep {
  readonly name: string;
  readonly replies: { readonly [input: string]: 'done' | 'failed' | undefined };
  readonly within?: number;
  readonly again?: readonly number[];
  readonly fallback?: AnyStep;
  readonly undo?: AnyUndo;
}

export interface AnyUndo {
  readonly replies?: readonly string[];
  readonly within?: number;
  readonly again?: readonly number[];
}

/** A step in its place. */
export interface PlannedStep<S extends AnyStep> {
  readonly step: S;
  /** The one after it; undefined for the last. */
  readonly next: string | undefined;
  /** Statuses of which one follows when this step is taken back, or has failed and left nothing to take back. */
  readonly back: readonly string[];
}

export const completed = 'completed';
export const undone = 'undone';
export const undoing = (step: string): string => `undo ${step}`;
export const timerOf = (status: string): string => `${status} is late`;

/** Steps by name, those of fallbacks included. Throws `WORKFLOW_INVALID` where two have one name. */
export function planSteps<S extends AnyStep & { readonly fallback?: S }>(
  steps: readonly S[],
): ReadonlyMap<string, PlannedStep<S>> {
  const planned = new Map<string, PlannedStep<S>>();
  let back: readonly string[] = [undone];
  for (const [index, step] of steps.entries()) {
    const alternatives = withFallbacks(step);
    for (const one of alternatives) {
      refuseName(one.name, planned.has(one.name));
      planned.set(one.name, { step: one, next: steps[index + 1]?.name, back });
    }
    const undos = alternatives.filter(({ undo }) => isAnswered(undo)).map(({ name }) => undoing(name));
    // One of them was done: if each waits for an answer, nothing before them is next.
    back = undos.length === alternatives.length ? undos : [...undos, ...back];
  }
  return planned;
}

function withFallbacks<S extends AnyStep & { readonly fallback?: S }>(step: S): readonly S[] {
  return step.fallback === undefined ? [step] : [step, ...withFallbacks(step.fallback)];
}

/** True where undoing a step is a status, in which an answer is waited for. */
export function isAnswered(undo: AnyUndo | undefined): boolean {
  return (undo?.replies ?? []).length > 0;
}

function refuseName(name: string, taken: boolean): void {
  const reserved = ['start', completed, undone].includes(name) || name.startsWith('undo ');
  if (!taken && !reserved && name !== '') return;
  const why = taken ? 'is the name of two steps' : 'is no name for a step';
  throw new RuntimeError('WORKFLOW_INVALID', `'${name}' ${why}: it is a status. Call it otherwise`);
}
