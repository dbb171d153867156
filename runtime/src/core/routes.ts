import type { Handler, HandlerContext, MessageRoute, ReceiveRoute, Send, UnknownMessage } from './application.ts';
import type { ofEveryVersion } from './every-version.ts';
import type { Schema } from './schema.ts';

/*
 * What the runtime works with once the generated types have done their duty: the same things, of whatever type. Routes
 * are plain data and fit as they are; functions are brought here by `createClient`, at the one place that may.
 */

export type AnyMessageRoute = MessageRoute<unknown, unknown, unknown, unknown, object>;
export type AnyReceiveRoute = ReceiveRoute<unknown, unknown, unknown, unknown, object>;
export type AnySend = Send<unknown, unknown, object>;
export type AnySends = Readonly<Record<string, AnySend>>;
export type AnyContext = HandlerContext<AnySends>;
export type AnyUnknownMessageHandler = (message: UnknownMessage, ctx: AnyContext) => Promise<void>;

export interface AnyHandler extends Handler<unknown, unknown, object, AnySends> {
  /** The versions that it takes as they were written, oldest first. Without: all as the newest. */
  readonly [ofEveryVersion]?: readonly Schema<unknown, unknown>[];
}

/** A message that the application receives, and what it does with it. */
export interface Binding {
  readonly route: AnyReceiveRoute;
  readonly handler: AnyHandler;
}
