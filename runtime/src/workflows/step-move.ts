import { type AnyStep, completed, isAnswered, type PlannedStep, timerOf, undoing, undone } from './step-plan.ts';

export type Plan<S extends AnyStep> = ReadonlyMap<string, PlannedStep<S>>;

/** Where an instance of steps stands. */
export interface Standing {
  readonly step: string;
  readonly begun: readonly string[];
  readonly resent: number;
}

/** What is to be sent: of a step, to undo it, or at the end. */
export type Sending = { readonly step: string } | { readonly undo: string } | { readonly end: 'completed' | 'undone' };

export interface Move extends Standing {
  readonly sends: readonly Sending[];
}

/** Where an input leads. Undefined where it leads nowhere. */
export function move<S extends AnyStep>(plan: Plan<S>, standing: Standing, input: string): Move | undefined {
  const { step: status, begun } = standing;
  const planned = plan.get(status);
  if (planned !== undefined) return moveStep(plan, { ...standing, planned }, input);
  const undoneStep = begun.findLast((name) => undoing(name) === status);
  if (undoneStep === undefined) return begin(plan, [...plan.keys()][0], []);
  if (input === timerOf(status)) return again(standing, { undo: undoneStep });
  const { replies = [] } = plan.get(undoneStep)?.step.undo ?? {};
  return replies.includes(input) ? goBack(plan, without(begun, undoneStep)) : undefined;
}

function moveStep<S extends AnyStep>(
  plan: Plan<S>,
  { planned, ...standing }: Standing & { readonly planned: PlannedStep<S> },
  input: string,
): Move {
  const { begun, resent } = standing;
  const { step, next } = planned;
  const reply = step.replies[input];
  if (reply === 'done') return begin(plan, next, begun);
  if (reply === 'failed')
    return instead(plan, step, without(begun, step.name)) ?? goBack(plan, without(begun, step.name));
  // Anything else that the status lists has somebody give it up.
  if (input !== timerOf(step.name)) return goBack(plan, begun);
  if (resent < (step.again ?? []).length) return again(standing, { step: step.name });
  const fallback = instead(plan, step, without(begun, step.name));
  if (fallback === undefined) return goBack(plan, begun);
  // It may have happened although nobody said so.
  const sends = step.undo === undefined ? [] : [{ undo: step.name }];
  return { ...fallback, sends: [...sends, ...fallback.sends] };
}

/** Its fallback takes the place of a step. */
function instead<S extends AnyStep>(plan: Plan<S>, { fallback }: S, begun: readonly string[]): Move | undefined {
  return fallback && begin(plan, fallback.name, begun);
}

function begin<S extends AnyStep>(plan: Plan<S>, name: string | undefined, begun: readonly string[]): Move {
  if (name === undefined || !plan.has(name))
    return { step: completed, begun, resent: 0, sends: [{ end: 'completed' }] };
  return { step: name, begun: [...begun, name], resent: 0, sends: [{ step: name }] };
}

function again({ step, begun, resent }: Standing, sending: Sending): Move {
  return { step, begun, resent: resent + 1, sends: [sending] };
}

/** Undoes what was begun last, up to the first that has to answer, or all. */
function goBack<S extends AnyStep>(plan: Plan<S>, begun: readonly string[], before: readonly Sending[] = []): Move {
  const name = begun.at(-1);
  if (name === undefined) return { step: undone, begun, resent: 0, sends: [...before, { end: 'undone' }] };
  const undo = plan.get(name)?.step.undo;
  const sends: readonly Sending[] = undo === undefined ? before : [...before, { undo: name }];
  if (isAnswered(undo)) return { step: undoing(name), begun, resent: 0, sends };
  return goBack(plan, begun.slice(0, -1), sends);
}

function without(begun: readonly string[], name: string): readonly string[] {
  return begun.filter((one) => one !== name);
}
