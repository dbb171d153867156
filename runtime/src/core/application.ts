import type { Logger } from './client.ts';
import type { Sql } from './database.ts';
import type { AnswerRouteOf, AskRouteOf, ReplyRoute, Responder } from './request-reply.ts';
import type { Schema } from './schema.ts';
import type { WrittenSchema } from './schema-registry.ts';
import type { TopicSpec, WireHeaders } from './transport.ts';

declare const types: unique symbol;
declare const none: unique symbol;

/** A topic as the contract describes it; `transport.ensureTopics` takes these. */
export interface Channel extends TopicSpec {
  readonly description: string;
  /** Where there are some, `topic` is a template such as `orders.{region}.placed`; `topicsOf` makes topics of it. */
  readonly parameters?: readonly ParameterSpec[];
}

/** A parameter in the address of a channel. */
export interface ParameterSpec {
  readonly name: string;
  /** The only values allowed, where the contract lists them. */
  readonly values?: readonly string[];
  /** Taken where neither the sender nor the message says a value. */
  readonly default?: string;
}

/** Parameters of a channel by name. */
export type ParameterValues = Readonly<Record<string, string>>;

/** Where a message itself says a parameter of its channel, as `$message.payload#/region` does. */
export interface ParameterLocation {
  readonly parameter: string;
  readonly in: 'value' | 'headers';
  /** Names of the fields that lead there, outermost first; of the header. */
  readonly path: readonly string[];
  /** What the newest schema fills in where the sender leaves the last field out. */
  readonly default?: string;
}

/** A header that the contract adds to those the runtime fills (CloudEvents, trace context, content type). */
export interface HeaderSpec {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean';
  readonly required: boolean;
  /** The only values allowed, where the contract lists them. */
  readonly values?: readonly (string | number)[];
}

/** Contract headers by name, as handlers see them and senders give them. */
export type HeaderValues = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * A message of the contract: its newest value schema, its key and its own headers. Pure data; the type parameters tie
 * it to the generated types.
 */
export interface Message<Value, ValueInput, Key, KeyInput, Headers extends object> {
  /** As in the contract, `OrderPlaced`. */
  readonly name: string;
  /** CloudEvents type, with the major version: `shop.storefront.OrderPlaced.v2`. */
  readonly type: string;
  readonly value: Schema<Value, ValueInput>;
  readonly key: Schema<Key, KeyInput>;
  readonly headers: readonly HeaderSpec[];
  /**
   * Fields of the value that may be shown outside of the company, with all that is in them but personal data
   * (`x-pii`); a path is `totals.total`. Undefined where nothing may.
   */
  readonly public?: readonly string[];
  /** True where `Value` has `null`: a record without a value then is this message too, and its handler gets it. */
  readonly tombstones?: boolean;
  /** Exists only for the compiler. */
  readonly [types]?: { readonly headers: Headers };
}

/** Where a message travels and under which subjects the registry knows its schemas. */
export interface MessageRoute<Value, ValueInput, Key, KeyInput, Headers extends object> {
  readonly channel: Channel;
  readonly message: Message<Value, ValueInput, Key, KeyInput, Headers>;
  readonly valueSubject: string;
  readonly keySubject: string;
  /** Parameters of the channel that the message says itself. */
  readonly locations?: readonly ParameterLocation[];
}

/** A `receive` operation for one message; operations of one group share a subscription. */
export interface ReceiveRoute<Value, ValueInput, Key, KeyInput, Headers extends object>
  extends MessageRoute<Value, ValueInput, Key, KeyInput, Headers> {
  readonly group: string;
  /** `x-retry` of the operation: what is left out is as the application has it. */
  readonly retry?: RetrySpec;
  /** `x-errors` of the operation; the first that fits counts. */
  readonly errors?: readonly ErrorSpec[];
  /** Of a request: what may answer it, by the name under which it is sent; all on one topic. */
  readonly replies?: Readonly<Record<string, ReplyRoute<unknown, unknown, unknown, unknown, object>>>;
}

/** How the failures of a handler are tried again. */
export interface RetrySpec {
  /** Tries in place, one after the other, before the key is parked. */
  readonly attempts?: number;
  /** Waits before each of the later tries, in milliseconds; after the last one the message is dead. */
  readonly later?: readonly number[];
  /** How long a handler may take before it is aborted, in milliseconds. */
  readonly timeout?: number;
}

/** What a class of errors means. */
export interface ErrorSpec {
  /** `name` of the error, or its `code`; of the error itself or of one that caused it. */
  readonly error: string;
  /**
   * `retry`: its key is parked at once. `fatal`: dead at once. `outage`: something that every message needs is away, so
   * all wait and none is dead. `transient`: tried in place first, as errors are that nobody names.
   */
  readonly class: 'transient' | 'retry' | 'fatal' | 'outage';
}

/** The headers of a message for which the contract has none of its own; the compiler refuses any other. */
export interface NoHeaders {
  /** Exists only for the compiler. */
  readonly [none]?: never;
}

/** A schema that the registry must hold under a subject. Development stacks register it; services only look it up. */
export interface Registration {
  readonly subject: string;
  readonly schema: Schema<unknown>;
  readonly compatibility:
    | 'NONE'
    | 'BACKWARD'
    | 'BACKWARD_TRANSITIVE'
    | 'FORWARD'
    | 'FORWARD_TRANSITIVE'
    | 'FULL'
    | 'FULL_TRANSITIVE';
}

/** A message to send. */
export interface Outgoing<ValueInput, KeyInput, Headers extends object> {
  readonly key: KeyInput;
  readonly value: ValueInput;
  /** The contract's own headers; required where the contract requires one. */
  readonly headers?: Headers;
  /** Unique key of the event. Default: a new UUIDv7, inside a handler one derived from the event that is handled. */
  readonly id?: string;
  /** When it happened. Default: now. */
  readonly time?: Date;
  /**
   * From when on its effect is of no use (`ce_expirytime`). Whoever receives it may handle it all the same; ours does unless
   * told otherwise (`ReceiveOptions.expired`). Default: never.
   */
  readonly expires?: Date;
  /** CloudEvents subject. Default: the key, where that is a string. */
  readonly subject?: string;
  /** Default: that of the event that is handled, else the event's own id. */
  readonly correlationId?: string;
  /** Default: the id of the event that is handled. */
  readonly causationId?: string;
}

/** `Outgoing`, with `headers` required where the contract has a required header. */
export type OutgoingMessage<ValueInput, KeyInput, Headers extends object> = object extends Headers
  ? Outgoing<ValueInput, KeyInput, Headers>
  : Outgoing<ValueInput, KeyInput, Headers> & { readonly headers: Headers };

/** Parameters of the channel, by which its topic is chosen; required where one of them is. */
export type OutgoingParams<Params extends object> = object extends Params
  ? { readonly params?: Params }
  : { readonly params: Params };

/** What is known of a message once it is durable, or part of the transaction at hand. */
export interface Sent {
  readonly id: string;
  readonly topic: string;
  /** Its place on the log. Undefined where it went to the outbox, from where it is published after the commit. */
  readonly position?: { readonly partition: number; readonly offset: bigint };
}

/**
 * Sends one message; resolves once it is durable, or inside a transaction at once: it is then sent if and when the
 * transaction commits. Rejects, with nothing sent, where the value does not fit. `Params` are those of the channel's
 * address, where it has some.
 */
export type Send<ValueInput, KeyInput, Headers extends object, Params extends object = never> = (
  message: [Params] extends [never]
    ? OutgoingMessage<ValueInput, KeyInput, Headers>
    : OutgoingMessage<ValueInput, KeyInput, Headers> & OutgoingParams<Params>,
) => Promise<Sent>;

/** A message as a handler receives it. */
export interface ReceivedEvent<Value, Key, Headers extends object> {
  /** `ce_id`, unique for the event however often it is delivered. */
  readonly id: string;
  /** Message name of the contract. */
  readonly name: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string | undefined;
  /** When it happened, by the sender's clock. */
  readonly time: Date;
  /** From when on its effect is of no use, by the sender's clock; not there where the sender has not said. */
  readonly expires?: Date | undefined;
  readonly correlationId: string;
  readonly causationId: string | undefined;
  readonly key: Key;
  readonly value: Value;
  readonly headers: Headers;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/**
 * A message that has no handler here, as `ReceiveOptions.unknownMessage` gets it: key, value and headers are the bytes of
 * the record, `name` is that of the schema, or what `ce_type` says where there is no value.
 */
export interface UnknownMessage extends ReceivedEvent<Uint8Array | null, Uint8Array | null, WireHeaders> {
  /** The schema that the value was written with; undefined where the record has no value. */
  readonly schema: WrittenSchema | undefined;
}

/** What a handler may use besides the event. */
export interface HandlerContext<Sends extends object> {
  /**
   * Sends as the client does, with correlation and causation filled in and an id derived from the handled event, so
   * that sending again on redelivery yields the same event id. With `ClientOptions.delivery` it is part of `tx`.
   */
  readonly send: Sends;
  /**
   * The transaction that the handler runs in, with `ClientOptions.delivery`: what it does by it, what it sends and that
   * the event counts as handled are committed together or not at all. Without, its use rejects with
   * `CONFIGURATION_INVALID`.
   */
  readonly tx: Sql;
  /**
   * Aborted when the work no longer counts: the partition was revoked, the drain deadline has passed, or the handler
   * has taken longer than its timeout.
   */
  readonly signal: AbortSignal;
  /** 1 for the first delivery attempt. */
  readonly attempt: number;
  /** The client's logger; its lines say which event they are about: id, correlation, causation, place on the log. */
  readonly log: Logger;
}

/** `HandlerContext`, with the parameters of the topic that the message came from, where its channel has some. */
export type ContextOf<Sends extends object, Params extends object = never> = [Params] extends [never]
  ? HandlerContext<Sends>
  : HandlerContext<Sends> & { readonly params: Params };

/** Handles one message. When it resolves the message counts as done; when it rejects, the failure policy applies. */
export type Handler<Value, Key, Headers extends object, Sends extends object, Params extends object = never> = (
  event: ReceivedEvent<Value, Key, Headers>,
  ctx: ContextOf<Sends, Params>,
) => Promise<void>;

type SendRouteOf<S> =
  S extends Send<infer ValueInput, infer KeyInput, infer Headers extends object, infer _Params extends object>
    ? MessageRoute<unknown, ValueInput, unknown, KeyInput, Headers>
    : never;

type ReceiveRouteOf<H> =
  H extends Handler<infer Value, infer Key, infer Headers extends object, infer _Sends, infer _Params extends object>
    ? ReceiveRoute<Value, unknown, Key, unknown, Headers>
    : H extends Responder<
          infer Value,
          infer Key,
          infer Headers extends object,
          infer _Sends,
          infer Replies extends object,
          infer _Params extends object
        >
      ? RespondRoute<ReceiveRoute<Value, unknown, Key, unknown, Headers>, Replies>
      : never;

type RespondRoute<Route, Replies extends object> = Route & {
  readonly replies: { readonly [Name in keyof Replies]: AnswerRouteOf<Replies[Name]> };
};

/**
 * An application document of the contract: what it sends and what it receives. `Params` are those of the channels that it
 * receives from, by the name of the handler, where some have parameters; `Asks` are its requests, where it has some.
 */
export interface Application<
  Sends extends object,
  Handlers extends object,
  Params extends object = never,
  Asks extends object = never,
> {
  readonly name: string;
  readonly version: string;
  /** CloudEvents source: `/orders`. */
  readonly source: string;
  readonly send: { readonly [Name in keyof Sends]: SendRouteOf<Sends[Name]> };
  readonly receive: { readonly [Name in keyof Handlers]: ReceiveRouteOf<Handlers[Name]> };
  readonly ask?: { readonly [Name in keyof Asks]: AskRouteOf<Asks[Name]> };
  /** Exists only for the compiler. */
  readonly [types]?: { readonly params: Params };
}
