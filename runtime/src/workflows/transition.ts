import { RuntimeError } from '../core/errors.ts';
import { derivedEventId } from '../core/event-id.ts';
import { type AnyInput, type AnyOutput, type CallableWorkflow, isFinal, own, targetsOf } from './any-workflow.ts';
import type { DecisionContext } from './workflow.ts';

/** An instance between two inputs. */
export interface Moment {
  readonly status: string;
  readonly state: object;
}

/** Where an input arrives. */
export interface Arrival {
  /** Of the instance. */
  readonly key: string;
  /** Which one it is of the instance's inputs, from 1. */
  readonly n: number;
  /** Now, by the database's clock. */
  readonly at: Date;
}

/** What an input leads to. */
export interface Transition extends Moment {
  /** Empty also where the input was ignored; then status and state are as they were. */
  readonly outputs: readonly AnyOutput[];
  readonly ignored: boolean;
  /** Nothing leads on from the new status. */
  readonly ended: boolean;
  /** Timers that may run on in the new status, those that it lists. */
  readonly timers: readonly string[];
}

/** True where the input makes a new instance of the workflow. */
export function starts(workflow: CallableWorkflow, input: string): boolean {
  return targetsOf(workflow.transitions['start'], input) !== undefined;
}

/**
 * What follows from an input: pure, and the same whenever it is asked again. `before` is undefined for an instance that
 * does not exist. Throws `WORKFLOW_INVALID` where the definition contradicts itself, and what its functions throw.
 */
export function transition(
  workflow: CallableWorkflow,
  before: Moment | undefined,
  { input, ...arrival }: Arrival & { readonly input: AnyInput },
): Transition {
  const status = before?.status ?? 'start';
  const targets = targetsOf(own(workflow.transitions, status), input.name);
  const context = contextOf(workflow, status, arrival);
  const state = before?.state ?? initialState(workflow, input, context);
  const decide = own(workflow.decide, input.name);
  const outputs = targets && (decide === undefined ? [] : decide(state, input, context));
  if (targets === undefined || outputs === undefined) return stay(workflow, { status, state });
  const next = nextStatus(
    outputs,
    targets,
    `${workflow.name} version ${workflow.version}, ${input.name} in '${status}'`,
  );
  return { ...settled(workflow, next), state: evolved(workflow, state, [input, ...outputs]), outputs, ignored: false };
}

function initialState(workflow: CallableWorkflow, input: AnyInput, context: DecisionContext<string>): object {
  const make = own(workflow.initialState, input.name);
  if (make !== undefined) return make(input, context);
  throw invalid(`${workflow.name} version ${workflow.version}: '${input.name}' starts it, but initialState lacks it`);
}

function stay(workflow: CallableWorkflow, { status, state }: Moment): Transition {
  return { ...settled(workflow, status), state, outputs: [], ignored: true };
}

function settled(workflow: CallableWorkflow, status: string): Pick<Transition, 'status' | 'ended' | 'timers'> {
  const timers = Object.keys(own(workflow.transitions, status) ?? {});
  return { status, ended: isFinal(workflow, status), timers };
}

function nextStatus(outputs: readonly AnyOutput[], targets: readonly string[], place: string): string {
  const [first = 'start'] = targets;
  const chosen = outputs.findLast((output) => 'become' in output);
  if (chosen === undefined) return first;
  if (targets.includes(chosen.become)) return chosen.become;
  throw invalid(`${place} becomes '${chosen.become}', but transitions allow ${targets.join(' or ')}. Add it there`);
}

/** The state after the input, and then after each command. */
function evolved(workflow: CallableWorkflow, state: object, facts: readonly (AnyInput | AnyOutput)[]): object {
  return facts.reduce((reached: object, fact) => {
    const name = 'name' in fact ? fact.name : 'send' in fact ? fact.send : undefined;
    const evolve = name === undefined ? undefined : own(workflow.evolve, name);
    return evolve === undefined ? reached : evolve(reached, fact);
  }, state);
}

function contextOf(workflow: CallableWorkflow, status: string, { key, n, at }: Arrival): DecisionContext<string> {
  let ordinal = 0;
  const source = `workflow ${workflow.name}`;
  return {
    key,
    status,
    at,
    newId: () => {
      ordinal += 1;
      return derivedEventId({ source, causeId: key, message: String(n), key: new Uint8Array(), ordinal });
    },
  };
}

function invalid(message: string): RuntimeError {
  return new RuntimeError('WORKFLOW_INVALID', message);
}
