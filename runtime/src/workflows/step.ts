import type { Command, DecisionContext, EventOf, InputOf, SendsOf, UnknownInstance, WorkflowOf } from './workflow.ts';

/** Makes what a step sends, from what the instance knows by then. */
export type StepCommands<Handlers extends object, Data extends object> = (
  data: Data,
  context: DecisionContext<string>,
) => readonly Command<SendsOf<Handlers>>[];

/** A part of the process that is asked of somebody else, and may have to be taken back. */
export interface Step<Handlers extends object, Data extends object> {
  /** Status of the instance while it waits for a reply. */
  readonly name: string;
  /** Without: the step only waits. */
  readonly send?: StepCommands<Handlers, Data>;
  /** What answers it, and whether it is done by that. */
  readonly replies: { readonly [Name in keyof Handlers]?: 'done' | 'failed' };
  /** Milliseconds until it is sent again, where `again` says so, else fails. Default: waits for ever. */
  readonly within?: number;
  /** Sent again so many times, each with a time limit of its own, in milliseconds. Default none. */
  readonly again?: readonly number[];
  /**
   * Takes its place where it fails or times out. After a time-out `undo` is sent at once, since its effect may have
   * happened all the same. Without: what was done is undone.
   */
  readonly fallback?: Step<Handlers, Data>;
  /** How to take it back. Without: there is nothing to. */
  readonly undo?: Undo<Handlers, Data>;
}

/** Takes a step back, as a step that is asked for until it is done. */
export interface Undo<Handlers extends object, Data extends object> {
  /** Also for a step whose reply never came: whoever gets it has to stand that there is nothing to take back. */
  readonly send: StepCommands<Handlers, Data>;
  /** What answers it. Without: nobody does, and it is done with the sending. */
  readonly replies?: readonly (keyof Handlers & string)[];
  /** Milliseconds until it is sent again. Default 1 minute. */
  readonly within?: number;
  /** Time limits of the times after that; the last one goes on. Default: as `within`. */
  readonly again?: readonly number[];
}

/** A process of steps, one after the other: all of them, or none that is not taken back. */
export interface StepsDefinition<Handlers extends object, Data extends object> extends WorkflowOf<Handlers> {
  /** As of any `Workflow`; so are the other three. */
  readonly name: string;
  readonly version: number;
  readonly key: { readonly [Name in keyof Handlers]: (event: EventOf<Handlers[Name]>) => string };
  readonly unknown?: UnknownInstance | { readonly [Name in keyof Handlers]?: UnknownInstance };
  /** What the instance knows at first, by the input that starts it. */
  readonly initialState: {
    readonly [Name in keyof Handlers & string]?: (
      input: InputOf<Handlers, never, Name>,
      context: DecisionContext<string>,
    ) => Data;
  };
  readonly steps: readonly [Step<Handlers, Data>, ...Step<Handlers, Data>[]];
  /** Inputs that end it by undoing what was done, the step under way included. `cancel` of operators always does. */
  readonly cancelOn?: readonly (keyof Handlers & string)[];
  /** What the instance knows after an input, for the commands that follow. */
  readonly evolve?: {
    readonly [Name in keyof Handlers & string]?: (data: Data, input: InputOf<Handlers, never, Name>) => Data;
  };
  /** Sent when all steps are done. */
  readonly completed?: StepCommands<Handlers, Data>;
  /** Sent when all that was done is undone. */
  readonly undone?: StepCommands<Handlers, Data>;
}

/** What an instance of steps remembers. */
export interface StepsState<Data extends object> {
  readonly data: Data;
  /** The status, as the next input finds it. */
  readonly step: string;
  /** Steps whose effect has happened or may have, first begun first. */
  readonly begun: readonly string[];
  /** How often the command of the present status was sent again. */
  readonly resent: number;
}
