import type { Handler, ReceivedEvent, Send } from '../core/application.ts';

/** What a message that the workflow receives is to it: a part of the event that can be kept, and decided on again. */
export interface EventInput<Name extends string, Value, Key, Headers extends object>
  extends Pick<ReceivedEvent<Value, Key, Headers>, 'id' | 'time' | 'correlationId' | 'key' | 'value' | 'headers'> {
  readonly kind: 'event';
  /** By the name of its handler. */
  readonly name: Name;
}

/** A timer of the workflow's own has run out. */
export interface TimerInput<Name extends string> {
  readonly kind: 'timer';
  readonly name: Name;
  /** When it should have fired; `at` of the context is when it does. */
  readonly dueAt: Date;
}

/** Somebody who runs the service wants the instance to be given up (`eventwright workflows cancel`). */
export interface CancelInput {
  readonly kind: 'cancel';
  readonly name: 'cancel';
  readonly reason: string;
}

/** The event that a handler of the contract takes. */
export type EventOf<H> =
  H extends Handler<infer Value, infer Key, infer Headers extends object, infer _Sends, infer _Params extends object>
    ? ReceivedEvent<Value, Key, Headers>
    : never;

/** What the contract lets the application of these handlers send. */
export type SendsOf<Handlers extends object> =
  Handlers[keyof Handlers] extends Handler<
    infer _Value,
    infer _Key,
    infer _Headers extends object,
    infer Sends extends object,
    infer _Params extends object
  >
    ? Sends
    : never;

type EventInputOf<Name extends string, H> =
  EventOf<H> extends ReceivedEvent<infer Value, infer Key, infer Headers extends object>
    ? EventInput<Name, Value, Key, Headers>
    : never;

/** The input of a name: an event by the name of its handler, a timer, or `cancel`. */
export type InputOf<Handlers extends object, Timer extends string, Name> = Name extends 'cancel'
  ? CancelInput
  : Name extends keyof Handlers & string
    ? EventInputOf<Name, Handlers[Name]>
    : Name extends Timer
      ? TimerInput<Name>
      : never;

/** A message to send, as data: its name in the contract's sends, and what that send takes. */
export type Command<Sends extends object, Name extends keyof Sends = keyof Sends> = {
  readonly [N in Name]: { readonly send: N } & (Sends[N] extends Send<
    infer _Value,
    infer _Key,
    infer _Headers extends object,
    infer _Params extends object
  >
    ? Parameters<Sends[N]>[0]
    : never);
}[Name];

/** Starts a timer by the database's clock, or starts it anew: so many milliseconds from now, or at a time. */
export type StartTimer<Timer extends string> =
  | { readonly start: Timer; readonly after: number }
  | { readonly start: Timer; readonly at: Date };

/** Stops a timer; one that does not run stays as it is. */
export interface StopTimer<Timer extends string> {
  readonly stop: Timer;
}

/** The status that follows, where `transitions` leaves a choice. */
export interface Become<Status extends string> {
  readonly become: Status;
}

/** What a decision may consist of: plain data. */
export type Output<Handlers extends object, Status extends string, Timer extends string> =
  | Command<SendsOf<Handlers>>
  | StartTimer<Timer>
  | StopTimer<Timer>
  | Become<Status>;

/** What a decision may depend on besides state and input; the same when it is decided again. */
export interface DecisionContext<Status extends string> {
  /** Of the instance. */
  readonly key: string;
  /** Of the instance, before the input. */
  readonly status: Status;
  /** Now, by the database's clock. */
  readonly at: Date;
  /** A new UUID. The n-th of a decision is always the same. */
  newId(): string;
}

/**
 * What becomes of an input whose instance does not exist and that starts none: `ignore` settles it, `fatal` makes it a
 * dead letter, `retryLater` has it wait, with those of its key behind it, until the instance is there.
 */
export type UnknownInstance = 'ignore' | 'fatal' | 'retryLater';

declare const types: unique symbol;

type InputName<Handlers extends object, Timer extends string> = (keyof Handlers & string) | Timer | 'cancel';

type TransitionsFrom<Handlers extends object, Status extends string, Timer extends string> = {
  readonly [Name in InputName<Handlers, Timer>]?: Status | readonly [Status, ...Status[]];
};

/** What evolving depends on: an input, or a command that was decided on. */
export type FactOf<Handlers extends object, Timer extends string, Name> =
  | InputOf<Handlers, Timer, Name>
  | (Name extends keyof SendsOf<Handlers> ? Command<SendsOf<Handlers>, Name> : never);

/**
 * A long-running process over events, as data and pure functions: no promise, no clock, no random number, nothing from
 * outside, so that its decisions can be made again (`replay`). One instance exists for each key; each of its inputs is
 * decided on in one transaction, together with what it sends and the timers it starts.
 *
 * `Handlers` are those of the contract that the workflow takes over: `OrdersHandlers`, or a `Pick` of it. `State` is what
 * an instance remembers: anything of JSON, Decimal, Date, bigint, bytes, Map and Set. Change nothing of a version that has
 * instances: put a new one beside it.
 */
export interface Workflow<
  Handlers extends object,
  State extends object,
  Status extends string,
  Timer extends string = never,
> {
  /** Of the process: `order`. Names its rows in the database. */
  readonly name: string;
  /** 1 and up. An instance ends as it has begun, on this version. */
  readonly version: number;
  /** To which instance an event belongs. */
  readonly key: { readonly [Name in keyof Handlers]: (event: EventOf<Handlers[Name]>) => string };
  /** For all inputs, or by name. Default `fatal`. */
  readonly unknown?: UnknownInstance | { readonly [Name in keyof Handlers]?: UnknownInstance };
  /**
   * From each status, which inputs count and where they lead; `start` has those that make a new instance. An input that a
   * status does not list changes nothing in it; a timer that it does not list is stopped when the status is entered. A
   * status that lists nothing is an end. Where there is a choice, the decision says `become`, else the first counts.
   */
  readonly transitions: { readonly start: TransitionsFrom<Handlers, Status, Timer> } & {
    readonly [S in Status]: TransitionsFrom<Handlers, Status, Timer>;
  };
  /** The state of a new instance, by the input that starts it. */
  readonly initialState: {
    readonly [Name in keyof Handlers & string]?: (
      input: InputOf<Handlers, Timer, Name>,
      context: DecisionContext<Status | 'start'>,
    ) => State;
  };
  /**
   * What follows from an input. Undefined: it changes nothing, the status included. An input without a function here
   * leads on and sends nothing. May throw `retryLater` for what comes too early, and `fatal`.
   */
  readonly decide: {
    readonly [Name in InputName<Handlers, Timer>]?: (
      state: State,
      input: InputOf<Handlers, Timer, Name>,
      context: DecisionContext<Status | 'start'>,
    ) => readonly Output<Handlers, Status, Timer>[] | undefined;
  };
  /** The state after an input and then after each command that was decided on, by their names; others leave it alone. */
  readonly evolve?: {
    readonly [Name in InputName<Handlers, Timer> | (keyof SendsOf<Handlers> & string)]?: (
      state: State,
      fact: FactOf<Handlers, Timer, Name>,
    ) => State;
  };
  /** Exists only for the compiler. */
  readonly [types]?: { readonly handlers: Handlers };
}

/** What a workflow takes over of the contract, for the compiler. */
export interface WorkflowOf<Handlers extends object> {
  readonly [types]?: { readonly handlers: Handlers };
}
