import type {
  HandlerContext,
  MessageRoute,
  Outgoing,
  ParameterValues,
  ReceivedEvent,
  ReceiveRoute,
  Sent,
  UnknownMessage,
} from './application.ts';
import type { ReceiveOptions } from './client.ts';
import type { ofEveryVersion } from './every-version.ts';
import type { Ask, AskRoute, ReplyRoute } from './request-reply.ts';
import type { Schema } from './schema.ts';
import type { StoredRecord } from './transport.ts';

/*
 * What the runtime works with once the generated types have done their duty: the same things, of whatever type. Routes
 * are plain data and fit as they are; functions are brought here by `createClient`, at the one place that may.
 */

export type AnyMessageRoute = MessageRoute<unknown, unknown, unknown, unknown, object>;
export type AnyReceiveRoute = ReceiveRoute<unknown, unknown, unknown, unknown, object>;
export type AnyAskRoute = AskRoute<unknown, unknown, unknown, unknown, object>;
export type AnyReplyRoute = ReplyRoute<unknown, unknown, unknown, unknown, object>;
export type AnyAsk = Ask<unknown, unknown, object, unknown>;
export type AnySend = (message: AnyOutgoing) => Promise<Sent>;
export type AnySends = Readonly<Record<string, AnySend>>;
export type AnyContext = HandlerContext<AnySends>;
/** For every handler, whether its message has parameters or not. */
export type AnyHandlerContext = AnyContext & { readonly params: ParameterValues };

export interface AnyOutgoing extends Outgoing<unknown, unknown, object> {
  readonly params?: Readonly<Record<string, unknown>>;
}

export interface AnyReceiveOptions extends ReceiveOptions<AnySends> {
  /** By the name of the handler. */
  readonly params?: Readonly<Record<string, readonly ParameterValues[] | undefined>>;
}

/**
 * Where an event comes from. Every handler is given it behind its context; those of a contract have no use for it, but some
 * of this package pass the record on as it is.
 */
export interface EventOrigin {
  readonly record: StoredRecord;
  /** Newest schema of the value. */
  readonly value: Schema<unknown, unknown>;
  readonly key: Schema<unknown, unknown>;
}

export type AnyUnknownMessageHandler = (message: UnknownMessage, ctx: AnyContext) => Promise<void>;

export interface AnyHandler {
  (event: ReceivedEvent<unknown, unknown, object>, ctx: AnyHandlerContext, origin?: EventOrigin): Promise<void>;
  /** The versions that it takes as they were written, oldest first. Without: all as the newest. */
  readonly [ofEveryVersion]?: readonly Schema<unknown, unknown>[];
}

/** A message that the application receives, and what it does with it. */
export interface Binding {
  readonly route: AnyReceiveRoute;
  readonly handler: AnyHandler;
  /** The topics that it comes from, each with the channel's parameters there. */
  readonly topics: ReadonlyMap<string, ParameterValues>;
}
