import type { ReceivedEvent } from '../core/application.ts';
import type { DecisionContext, UnknownInstance } from './workflow.ts';

/*
 * What the machinery works with: workflows of whatever types. A `Workflow` of any types can be given where one of these is
 * taken; its functions get back what they made themselves.
 */

/** An input, as it is kept. */
export type AnyInput =
  | {
      readonly kind: 'event';
      readonly name: string;
      readonly id: string;
      readonly time: Date;
      readonly correlationId: string;
      readonly key: unknown;
      readonly value: unknown;
      readonly headers: object;
    }
  | { readonly kind: 'timer'; readonly name: string; readonly dueAt: Date }
  | { readonly kind: 'cancel'; readonly name: 'cancel'; readonly reason: string };

export type AnyCommand = { readonly send: string; readonly key: unknown; readonly value: unknown };

export type AnyOutput =
  | AnyCommand
  | { readonly start: string; readonly after: number }
  | { readonly start: string; readonly at: Date }
  | { readonly stop: string }
  | { readonly become: string };

type Targets = string | readonly string[] | undefined;

/** Inputs that count in a status, and where they lead. */
export type AnyTransitions = { readonly [input: string]: Targets };

/** A workflow of any types. */
export interface AnyWorkflow {
  readonly name: string;
  readonly version: number;
  readonly key: { readonly [input: string]: ((event: never) => string) | undefined };
  readonly unknown?: UnknownInstance | { readonly [input: string]: UnknownInstance | undefined };
  readonly transitions: { readonly [status: string]: AnyTransitions | undefined };
  readonly initialState: {
    readonly [input: string]: ((input: never, context: DecisionContext<never>) => object) | undefined;
  };
  readonly decide: {
    readonly [input: string]:
      | ((state: never, input: never, context: DecisionContext<never>) => readonly AnyOutput[] | undefined)
      | undefined;
  };
  readonly evolve?: { readonly [fact: string]: ((state: never, fact: never) => object) | undefined };
}

/** The same, as it is called. */
export interface CallableWorkflow extends AnyWorkflow {
  readonly key: { readonly [input: string]: ((event: AnyEvent) => string) | undefined };
  readonly initialState: {
    readonly [input: string]: ((input: AnyInput, context: DecisionContext<string>) => object) | undefined;
  };
  readonly decide: {
    readonly [input: string]:
      | ((state: object, input: AnyInput, context: DecisionContext<string>) => readonly AnyOutput[] | undefined)
      | undefined;
  };
  readonly evolve?: {
    readonly [fact: string]: ((state: object, fact: AnyInput | AnyOutput) => object) | undefined;
  };
}

/** Lets the functions of a workflow be called: with inputs by the names of their handlers, and the state that they made. */
export function callable(workflow: AnyWorkflow): CallableWorkflow {
  // The types of what each function takes are gone; that it gets what it is written for is the contract of this folder.
  return workflow as CallableWorkflow;
}

/** An event of whatever message. */
export type AnyEvent = ReceivedEvent<unknown, unknown, object>;

/** A property of its own: names of the contract are not to find what every object has. */
export function own<T>(map: { readonly [name: string]: T | undefined } | undefined, name: string): T | undefined {
  return map !== undefined && Object.hasOwn(map, name) ? map[name] : undefined;
}

/** Inputs that count in a status with where they lead, the preferred status first. */
export function targetsOf(transitions: AnyTransitions | undefined, input: string): readonly string[] | undefined {
  const targets = own(transitions, input);
  return typeof targets === 'string' ? [targets] : targets;
}

/** True where nothing leads on. */
export function isFinal(workflow: Pick<AnyWorkflow, 'transitions'>, status: string): boolean {
  return Object.keys(own(workflow.transitions, status) ?? {}).length === 0;
}
