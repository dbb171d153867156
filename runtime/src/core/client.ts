import type { ErrorSpec, HandlerContext, UnknownMessage } from './application.ts';
import type { CrashPoints } from './crash-points.ts';
import type { Sql } from './database.ts';
import type { Delivery, PartitionPlace } from './delivery.ts';
import type { Backoff } from './pipeline/backoff.ts';
import type { Asking } from './request-reply.ts';
import type { Requests } from './requests.ts';
import type { SchemaRegistry } from './schema-registry.ts';
import type { Telemetry } from './telemetry.ts';
import type { Transport } from './transport.ts';
import type { Wait } from './wait.ts';

/** Where the runtime says what it does. A `pino` logger fits: errors are the details' `err`. */
export interface Logger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface ClientOptions {
  readonly transport: Transport;
  readonly registry: SchemaRegistry;
  /** Default: says nothing. */
  readonly log?: Logger;
  /** Default: the system's clock. */
  readonly now?: () => Date;
  /** Default: UUIDv7. */
  readonly newId?: () => string;
  /** How the runtime waits, between retries for example. Default: the system's timers. Tests give their own. */
  readonly wait?: Wait;
  /**
   * Makes effects happen once: handlers run in transactions of the service's database, and what they send goes by its
   * outbox. Default: handlers have no transaction, and what they send goes to the log at once.
   */
  readonly delivery?: Delivery;
  /** Brings replies back to this process: what an application that asks needs, by `openRequests`. */
  readonly requests?: Requests;
  /** Hears of what is sent, received and handled; `openTelemetry` and `openPrometheus` make some. Default: none. */
  readonly telemetry?: readonly Telemetry[];
  /** For tests of crashes. */
  readonly crashPoints?: CrashPoints;
}

export interface ReceiveOptions<Sends extends object = object> {
  /**
   * Handles what has no handler: what the contract does not let this application receive, and what no contract knows.
   * It then counts as applied, and failures are treated as those of a handler. Default: ignored, and counted as such.
   */
  readonly unknownMessage?: (message: UnknownMessage, ctx: HandlerContext<Sends>) => Promise<void>;
  /**
   * Tries in place of a failing message before its key is parked, or where `later` is used up, before it goes to the
   * dead letter topic. Default 3. What the contract says of an operation (`x-retry`) goes before this, as before `later`
   * and `timeout`.
   */
  readonly attempts?: number;
  /**
   * Waits before each of the later tries, in milliseconds, during which the message's key is parked; after the last one
   * it goes to the dead letter topic. Default with delivery 5 s, 30 s, 2 min, 10 min, 1 h; without none.
   */
  readonly later?: readonly number[];
  /** How long a handler may take before its `ctx.signal` is aborted and the try counts as failed, in ms. Default 300,000; 30,000 with delivery. */
  readonly timeout?: number;
  /** What classes of errors mean, after what the contract says (`x-errors`); the first that fits counts. */
  readonly errors?: readonly ErrorSpec[];
  /**
   * What becomes of events whose sender has said that they are of no use any more (`ce_expirytime`), by the clock of this
   * process: handled all the same, or ignored, and counted as such and as `expired_events`; one that fails is then not tried
   * again after that time. Default `handle`.
   */
  readonly expired?: 'handle' | 'ignore';
  /** Messages of a lane that may share one transaction, with delivery. Default 32. */
  readonly batch?: number;
  /** Messages in flight per partition, those that wait for the retry of their key not counted. Default 256; 2,048 with delivery. */
  readonly window?: number;
  /** Handlers that run at the same time per partition, each for a key of its own. Default 16. */
  readonly concurrency?: number;
  /** Waits between the tries that `retryLater` asks for, doubling, in milliseconds. Default 1,000 to 30,000. */
  readonly retryLater?: Backoff;
  /** How long `close` waits for handlers that are at work, in milliseconds. Default 15,000: an outbox has to be published after it. */
  readonly drainTimeout?: number;
}

/**
 * Counts since the start: received = applied + ignored + deduplicated + parked + dead + those still in flight, at every
 * moment. A message that is given back unfinished, because its partition went to somebody else, no longer counts as
 * received here; one that was parked and is taken up again is received again.
 */
export interface Accounting {
  readonly received: number;
  readonly applied: number;
  /** Messages on the topic without a handler, where there is no `unknownMessage` for them. */
  readonly ignored: number;
  /** Messages whose effect stands already, with delivery. */
  readonly deduplicated: number;
  /** Messages that were set aside in the database, to be taken up again later: by themselves or behind their key. */
  readonly parked: number;
  readonly dead: number;
  /** In flight, waiting for a retry included. */
  readonly inFlight: number;
  /** In flight and waiting for their next attempt. */
  readonly waiting: number;
}

/** How receiving fares at this moment, for health checks. */
export interface ReceivingStatus {
  /** Partitions at work; where the transport does not tell, those that records came from. */
  readonly partitions: readonly PartitionPlace[];
  /** Something that every message needs is away, and all wait for it. */
  readonly outage: { readonly since: Date; readonly error: unknown } | undefined;
  /** Groups that get nothing although there is something for them, as far as the transport can tell. */
  readonly stalled: readonly { readonly consumer: string; readonly since: Date }[];
  /** Groups that this process is no member of, though it tries to be, as where no broker answers. */
  readonly lost: readonly { readonly consumer: string; readonly since: Date }[];
}

/** Handlers at work. */
export interface Running {
  readonly accounting: Accounting;
  readonly status: ReceivingStatus;
  /** Undefined while all is well, else why the application no longer receives. */
  readonly failure: Error | undefined;
  /**
   * Resolves with `failure` as soon as there is one, else never. A process that goes on from there does nothing: end it,
   * so that somebody sees it, or starts another one (`closeWithProcess` does).
   */
  readonly failed: Promise<Error>;
  /** Stops intake, lets handlers finish, commits, leaves the group. */
  close(): Promise<void>;
}

/** A generated client: typed sends, and `receive` with one handler for each message of the contract. */
export interface Client<Sends extends object, Handlers extends object> extends SendingClient<Sends> {
  /**
   * Puts handlers to work; resolves when the application takes part in its consumer groups. Rejects, with nothing left
   * open, where a handler is missing (`CONFIGURATION_INVALID`), a schema or a topic.
   */
  receive(handlers: Handlers, options?: ReceiveOptions<Sends>): Promise<Running>;
}

/**
 * The same where channels that it receives from have parameters: `params` says, by the name of the handler, which of their
 * topics; required where a parameter has no enum. A parameter that is left out stands for all of its values.
 */
export interface ChoosingClient<Sends extends object, Handlers extends object, Params extends object>
  extends SendingClient<Sends> {
  /**
   * Puts handlers to work; resolves when the application takes part in its consumer groups. Rejects, with nothing left
   * open, where a handler is missing (`CONFIGURATION_INVALID`), a schema or a topic, or a parameter does not fit.
   */
  receive(handlers: Handlers, ...options: ChoosingOptions<Sends, Params>): Promise<Running>;
}

export type ChoosingOptions<Sends extends object, Params extends object> = object extends Params
  ? [options?: ReceiveOptions<Sends> & { readonly params?: Params }]
  : [options: ReceiveOptions<Sends> & { readonly params: Params }];

/** Whichever of the two, with the requests of an application that has some. */
export type ClientOf<
  Sends extends object,
  Handlers extends object,
  Params extends object,
  Asks extends object = never,
> = ([Params] extends [never] ? Client<Sends, Handlers> : ChoosingClient<Sends, Handlers, Params>) &
  ([Asks] extends [never] ? unknown : Asking<Asks>);

/** A transaction outside of handlers. */
export interface TransactionContext<Sends extends object> {
  readonly tx: Sql;
  /** Sends as the client does, if and when the transaction commits. */
  readonly send: Sends;
}

interface SendingClient<Sends extends object> {
  readonly send: Sends;
  /**
   * Runs the work in one transaction of the service's database, for requests, timers and the like: what it does by `tx`
   * and what it sends are committed together, or not at all where it rejects. Rejects with `CONFIGURATION_INVALID`
   * without `ClientOptions.delivery`, else as the work or the database does.
   */
  transaction<T>(work: (context: TransactionContext<Sends>) => Promise<T>): Promise<T>;
  /**
   * Looks up the schema of everything that may be sent; rejects with `SCHEMA_NOT_REGISTERED`, naming all that the
   * registry lacks. Resolves when replies would arrive, where the application asks and has `ClientOptions.requests`.
   * `receive` does it too. A consumer may be newer than what is registered: its schemas are its own.
   */
  ready(): Promise<void>;
}
