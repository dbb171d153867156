import type { Handler, MessageRoute, ReceiveRoute, Send } from './application.ts';

/*
 * What the runtime works with once the generated types have done their duty: the same things, of whatever type. Routes
 * are plain data and fit as they are; functions are brought here by `createClient`, at the one place that may.
 */

export type AnyMessageRoute = MessageRoute<unknown, unknown, unknown, unknown, object>;
export type AnyReceiveRoute = ReceiveRoute<unknown, unknown, unknown, unknown, object>;
export type AnySend = Send<unknown, unknown, object>;
export type AnySends = Readonly<Record<string, AnySend>>;
export type AnyHandler = Handler<unknown, unknown, object, AnySends>;

/** A message that the application receives, and what it does with it. */
export interface Binding {
  readonly route: AnyReceiveRoute;
  readonly handler: AnyHandler;
}
