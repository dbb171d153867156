import type { ContextOf, MessageRoute, OutgoingMessage, ReceivedEvent, Send, Sent } from './application.ts';

/** A message that comes back to a request. */
export interface ReplyRoute<Value, ValueInput, Key, KeyInput, Headers extends object>
  extends MessageRoute<Value, ValueInput, Key, KeyInput, Headers> {
  /** `x-error` of the message: the request was understood, and this is why it cannot be met. */
  readonly isError?: boolean;
}

/** A `send` operation with a reply, for one message. */
export interface AskRoute<Value, ValueInput, Key, KeyInput, Headers extends object>
  extends MessageRoute<Value, ValueInput, Key, KeyInput, Headers> {
  /** What may come back, all on one topic. */
  readonly replies: readonly ReplyRoute<unknown, unknown, unknown, unknown, object>[];
}

/** What came back to a request: an event like others, told apart from other replies by `name`, from errors by `status`. */
export interface Reply<Name extends string, Status extends 'ok' | 'error', Value, Key, Headers extends object>
  extends ReceivedEvent<Value, Key, Headers> {
  readonly name: Name;
  /** `error` where the contract marks the message with `x-error`. */
  readonly status: Status;
}

export interface AskOptions {
  /**
   * When the reply has to be there: in so many milliseconds, or at a time. Default 5,000. Asked while another request is
   * answered, it ends with that one's deadline at the latest.
   */
  readonly deadline?: number | Date;
  /** Gives up earlier, with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Asks, and resolves with the reply, which may be one of the contract's errors. Rejects with `REQUEST_TIMEOUT` where none
 * has come by the deadline: the request may have been answered all the same. Rejects with `REQUEST_REFUSED`, and asks
 * nothing, inside of a transaction and where too many requests wait already.
 */
export type Ask<ValueInput, KeyInput, Headers extends object, Replies, Params extends object = never> = (
  request: Omit<Parameters<Send<ValueInput, KeyInput, Headers, Params>>[0], 'id'> & AskOptions,
) => Promise<Replies>;

/** Requests of an application. */
export interface Asking<Asks extends object> {
  /** Each needs `ClientOptions.requests`, else it rejects with `CONFIGURATION_INVALID`. */
  readonly ask: Asks;
}

/**
 * Answers a request; correlation, and who asked, are taken from that. Resolves as sends do: once the reply is durable, or
 * part of the transaction, which it then leaves with.
 */
export type Answer<ValueInput, KeyInput, Headers extends object> = (
  message: Omit<OutgoingMessage<ValueInput, KeyInput, Headers>, 'id' | 'causationId'>,
) => Promise<Sent>;

/** What the handler of a request may use besides. */
export interface ReplyContext<Replies extends object> {
  /** Answers the request. One reply counts; whoever asked drops further ones. */
  readonly reply: Replies;
  /** Until when an answer is waited for, by the clock of who asked; `signal` is aborted then. Undefined: nobody says. */
  readonly deadline: Date | undefined;
}

/**
 * Handles a request. One whose deadline has passed is dropped: it counts as ignored and reaches no handler, and one that
 * fails is not tried again after it.
 */
export type Responder<
  Value,
  Key,
  Headers extends object,
  Sends extends object,
  Replies extends object,
  Params extends object = never,
> = (event: ReceivedEvent<Value, Key, Headers>, ctx: ContextOf<Sends, Params> & ReplyContext<Replies>) => Promise<void>;

/** The route of a request that is asked. */
export type AskRouteOf<A> =
  A extends Ask<
    infer ValueInput,
    infer KeyInput,
    infer Headers extends object,
    infer _Replies,
    infer _Params extends object
  >
    ? AskRoute<unknown, ValueInput, unknown, KeyInput, Headers>
    : never;

/** The route of a reply that is sent. */
export type AnswerRouteOf<A> =
  A extends Answer<infer ValueInput, infer KeyInput, infer Headers extends object>
    ? ReplyRoute<unknown, ValueInput, unknown, KeyInput, Headers>
    : never;
