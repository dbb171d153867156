import type { AnyCommand, AnyInput, AnyOutput, AnyTransitions } from './any-workflow.ts';
import { own } from './any-workflow.ts';
import type { StepsDefinition, StepsState } from './step.ts';
import { move, type Plan, type Sending } from './step-move.ts';
import { type AnyStep, type AnyUndo, completed, isAnswered, planSteps, timerOf, undoing, undone } from './step-plan.ts';
import type { DecisionContext, Workflow } from './workflow.ts';

type Commands = (data: object, context: DecisionContext<string>) => readonly AnyCommand[];

interface CallableStep extends AnyStep {
  readonly send?: Commands;
  readonly fallback?: CallableStep;
  readonly undo?: AnyUndo & { readonly send: Commands };
}

/** A definition of steps of whatever types, as it is called. */
interface CallableSteps {
  readonly steps: readonly CallableStep[];
  readonly cancelOn?: readonly string[];
  readonly initialState: {
    readonly [input: string]: ((input: AnyInput, context: DecisionContext<string>) => object) | undefined;
  };
  readonly evolve?: { readonly [input: string]: ((data: object, input: AnyInput) => object) | undefined };
  readonly completed?: Commands;
  readonly undone?: Commands;
}

type State = StepsState<object>;

/**
 * Makes a workflow of steps that are asked of others one after the other: sent again where no reply comes in time,
 * replaced by their fallback where they fail, and taken back in reverse where nothing helps. Its statuses are the names of
 * the steps, `undo <step>`, `completed` and `undone`.
 */
export function steps<Handlers extends object, Data extends object>(
  definition: StepsDefinition<Handlers, Data>,
): Workflow<Handlers, StepsState<Data>, string, string> {
  // As with any workflow: functions get what they are written for.
  const callable = definition as unknown as CallableSteps;
  const plan = planSteps(callable.steps);
  const transitions = transitionsOf(callable, plan);
  const inputs = [...new Set(Object.values(transitions).flatMap((row) => Object.keys(row)))];
  const starting = Object.keys(definition.initialState);
  const { name, version, key, unknown } = definition;
  const workflow = {
    name,
    version,
    key,
    ...(unknown === undefined ? {} : { unknown }),
    transitions: { start: mapped(starting, () => callable.steps[0]?.name), ...transitions },
    initialState: mapped(starting, (input) => startOf(callable, input)),
    decide: mapped([...starting, ...inputs], () => decider(callable, plan)),
    evolve: mapped([...starting, ...inputs], () => evolver(callable, plan)),
  };
  return workflow as unknown as Workflow<Handlers, StepsState<Data>, string, string>;
}

function mapped<T>(names: readonly string[], make: (name: string) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(names.map((name) => [name, make(name)]));
}

function startOf({ initialState }: CallableSteps, name: string) {
  return (input: AnyInput, context: DecisionContext<string>): State => {
    const data = own(initialState, name)?.(input, context) ?? {};
    return { data, step: 'start', begun: [], resent: 0 };
  };
}

/** From each status to those that may follow, the likeliest first. */
function transitionsOf(
  { cancelOn = [] }: CallableSteps,
  plan: Plan<CallableStep>,
): Readonly<Record<string, AnyTransitions>> {
  const rows = [...plan].flatMap(([name, { step, next, back }]): readonly (readonly [string, AnyTransitions])[] => {
    const fallback = step.fallback === undefined ? undefined : [step.fallback.name];
    const takenBack = isAnswered(step.undo) ? [undoing(name)] : back;
    const late = [...((step.again ?? []).length > 0 ? [name] : []), ...(fallback ?? takenBack)];
    const replies = mapped(Object.keys(step.replies), (reply) =>
      step.replies[reply] === 'done' ? [next ?? completed] : (fallback ?? back),
    );
    const givenUp = mapped([...cancelOn, 'cancel'], () => takenBack);
    const row = { ...givenUp, ...replies, ...(step.within === undefined ? {} : { [timerOf(name)]: late }) };
    return [[name, row], ...undoRows(step, back)];
  });
  const reached = new Set(rows.flatMap(([, row]) => Object.values(row)).flat());
  const ends = [completed, undone].filter((end) => reached.has(end));
  return { ...Object.fromEntries(rows), ...mapped(ends, () => ({})) };
}

function undoRows(
  { name, undo }: CallableStep,
  back: readonly string[],
): readonly (readonly [string, AnyTransitions])[] {
  if (!isAnswered(undo)) return [];
  const status = undoing(name);
  return [[status, { ...mapped(undo?.replies ?? [], () => back), [timerOf(status)]: [status] }]];
}

function decider(definition: CallableSteps, plan: Plan<CallableStep>) {
  return (state: State, input: AnyInput, context: DecisionContext<string>): readonly AnyOutput[] | undefined => {
    const moved = move(plan, state, input.name);
    if (moved === undefined) return undefined;
    const data = knownAfter(definition, state, input);
    const commands = moved.sends.flatMap((sending) => commandsOf(definition, plan, sending)(data, context));
    const limit = limitOf(plan, moved.step, moved.resent);
    const timer = limit === undefined ? [] : [{ start: timerOf(moved.step), after: limit }];
    return [...commands, ...timer, { become: moved.step }];
  };
}

function evolver(definition: CallableSteps, plan: Plan<CallableStep>) {
  return (state: State, input: AnyInput): State => {
    const moved = move(plan, state, input.name);
    if (moved === undefined) return state;
    const { step, begun, resent } = moved;
    return { data: knownAfter(definition, state, input), step, begun, resent };
  };
}

/** What starts an instance has made what it knows. */
function knownAfter({ evolve }: CallableSteps, { step, data }: State, input: AnyInput): object {
  return (step === 'start' ? undefined : own(evolve, input.name)?.(data, input)) ?? data;
}

const nothing: Commands = () => [];

function commandsOf(definition: CallableSteps, plan: Plan<CallableStep>, sending: Sending): Commands {
  if ('step' in sending) return plan.get(sending.step)?.step.send ?? nothing;
  if ('undo' in sending) return plan.get(sending.undo)?.step.undo?.send ?? nothing;
  return definition[sending.end] ?? nothing;
}

const minute = 60_000;

/** How long a status waits for a reply. */
function limitOf(plan: Plan<CallableStep>, status: string, resent: number): number | undefined {
  const step = plan.get(status)?.step;
  if (step !== undefined) return resent === 0 ? step.within : (step.again?.[resent - 1] ?? step.within);
  const undo = [...plan.values()].find((planned) => undoing(planned.step.name) === status)?.step.undo;
  if (undo === undefined) return undefined;
  const { within = minute, again = [] } = undo;
  return resent === 0 ? within : (again[resent - 1] ?? again.at(-1) ?? within);
}
