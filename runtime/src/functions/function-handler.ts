import type { HandlerContext, ReceivedEvent } from '../core/application.ts';
import type { EventOrigin } from '../core/routes.ts';

/**
 * A handler that calls a function, for whichever message: `receive({ orderConfirmed: httpFunction({ url }) })`. The last
 * argument is given by the client; without it, as through `upcast`, what needs the record itself is refused.
 */
export type FunctionHandler = (
  event: ReceivedEvent<unknown, unknown, object>,
  ctx: Pick<HandlerContext<object>, 'signal'>,
  origin?: EventOrigin,
) => Promise<void>;

/**
 * A plain function that events trigger: it knows neither a log nor a client, so that it can run anywhere. It may be called
 * more than once with one event, whose `id` then is the same.
 */
export type EventFunction<Value, Key = string, Headers extends object = object> = (
  event: FunctionEvent<Value, Key, Headers>,
  call: FunctionCall,
) => Promise<void>;

/** What a function is told: the event, without its place on the log. */
export type FunctionEvent<Value, Key, Headers extends object = object> = Omit<
  ReceivedEvent<Value, Key, Headers>,
  'topic' | 'partition' | 'offset'
>;

export interface FunctionCall {
  /** Aborted when nobody waits for the function any more. */
  readonly signal: AbortSignal;
}
