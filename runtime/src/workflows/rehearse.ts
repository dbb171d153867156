import { type AnyInput, type AnyOutput, type AnyWorkflow, callable } from './any-workflow.ts';
import { checkWorkflow } from './check-workflow.ts';
import { startedTimers } from './instance-rows.ts';
import type { RecordedTransition } from './list-workflows.ts';
import { type Moment, starts, transition } from './transition.ts';
import { unknownInstance } from './unknown-instance.ts';
import type { EventOf, Output, Workflow } from './workflow.ts';

/** What is received: as builders of tests make it. */
export type RehearsedEvent<H> = Pick<EventOf<H>, 'key' | 'value'> &
  Partial<Pick<EventOf<H>, 'headers' | 'id' | 'time'>>;

/**
 * One instance without database or log, for tests of a definition: what it is given, what it decides, and time in the
 * hands of the test. Given some inputs, when another one comes, then it decides so.
 */
export interface Rehearsal<Handlers extends object, State extends object, Status extends string, Timer extends string> {
  /** Decides on an event and returns what was decided; empty where it changes nothing. Throws what the definition does. */
  receive<Name extends keyof Handlers & string>(
    name: Name,
    event: RehearsedEvent<Handlers[Name]>,
  ): readonly Output<Handlers, Status, Timer>[];
  /** Lets so many milliseconds pass, fires timers on the way, and returns what was decided. */
  elapse(milliseconds: number): readonly Output<Handlers, Status, Timer>[];
  /** What `eventwright workflows cancel` leads to. */
  cancel(reason?: string): readonly Output<Handlers, Status, Timer>[];
  /** `start` before the first event. */
  readonly status: Status | 'start';
  /** Undefined before the first event. */
  readonly state: State | undefined;
  readonly ended: boolean;
  /** Timers that run and when they are due. */
  readonly timers: ReadonlyMap<Timer, Date>;
  /** As the database would keep it; `replay` takes it. */
  readonly history: readonly RecordedTransition[];
}

export interface RehearseOptions {
  /** Key of the instance. Default `rehearsal`. */
  readonly key?: string;
  /** What time it is at first. Default 2026-01-01. */
  readonly at?: Date;
}

/** Rehearses a workflow: every decision is as in production, and comes back as data. */
export function rehearse<Handlers extends object, State extends object, Status extends string, Timer extends string>(
  definition: Workflow<Handlers, State, Status, Timer> & AnyWorkflow,
  { key = 'rehearsal', at = new Date('2026-01-01T00:00:00Z') }: RehearseOptions = {},
): Rehearsal<Handlers, State, Status, Timer> {
  checkWorkflow(definition);
  const workflow = callable(definition);
  const history: RecordedTransition[] = [];
  const timers = new Map<string, Date>();
  let now = at;
  let moment: (Moment & { readonly ended: boolean }) | undefined;

  const decide = (input: AnyInput): readonly AnyOutput[] => {
    if (moment === undefined && !starts(workflow, input.name)) {
      unknownInstance(workflow, key, input);
      return [];
    }
    const n = history.length + 1;
    const after = transition(workflow, moment, { key, n, at: now, input });
    const { version, name } = workflow;
    const recorded = {
      workflow: name,
      key,
      n,
      version,
      input,
      outputs: after.outputs,
      ignored: after.ignored,
      at: now,
    };
    history.push({ ...recorded, from: moment?.status ?? 'start', to: after.status });
    moment = after;
    if (input.kind === 'timer') timers.delete(input.name);
    for (const output of after.outputs) if ('stop' in output) timers.delete(output.stop);
    for (const timer of timers.keys()) if (!after.timers.includes(timer)) timers.delete(timer);
    for (const [timer, due] of startedTimers(after.outputs, now)) timers.set(timer, due);
    return after.outputs;
  };

  const elapse = (milliseconds: number): readonly AnyOutput[] => {
    const until = new Date(now.getTime() + milliseconds);
    const outputs: AnyOutput[] = [];
    for (let due = nextDue(timers, until); due !== undefined; due = nextDue(timers, until)) {
      const [name, dueAt] = due;
      if (dueAt > now) now = dueAt;
      timers.delete(name);
      outputs.push(...decide({ kind: 'timer', name, dueAt }));
    }
    now = until;
    return outputs;
  };

  const rehearsal = {
    receive: (name: string, event: RehearsedEvent<Handlers[keyof Handlers]>) => {
      const id = `${name}-${history.length + 1}`;
      return decide({ kind: 'event', name, id, time: now, correlationId: key, headers: {}, ...event });
    },
    elapse,
    cancel: (reason = 'rehearsed') => decide({ kind: 'cancel', name: 'cancel', reason }),
    get status() {
      return moment?.status ?? 'start';
    },
    get state() {
      return moment?.state;
    },
    get ended() {
      return moment?.ended ?? false;
    },
    timers,
    history,
  };
  // What a definition decides and keeps has the types that it says.
  return rehearsal as unknown as Rehearsal<Handlers, State, Status, Timer>;
}

function nextDue(timers: ReadonlyMap<string, Date>, until: Date): readonly [string, Date] | undefined {
  return [...timers].filter(([, due]) => due <= until).sort(([, one], [, other]) => one.getTime() - other.getTime())[0];
}
