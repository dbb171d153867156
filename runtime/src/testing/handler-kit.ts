import type { HandlerContext, Sent } from '../core/application.ts';
import type { ClientOptions, TransactionContext } from '../core/client.ts';
import type { Database, Sql } from '../core/database.ts';
import type { Delivery } from '../core/delivery.ts';
import { noTransaction } from '../core/no-transaction.ts';
import { silentLogger } from '../core/quiet-logger.ts';
import type { ReplyContext } from '../core/request-reply.ts';
import { openMemoryLog } from '../embedded/index.ts';
import { cachedRegistry } from '../registry/cached-registry.ts';
import { type EventFields, receivedEvent } from './received-event.ts';

/** Makes the client of a service, as generated code does: `createOrders`. */
export type CreateClient<Sends extends object> = (options: ClientOptions) => {
  transaction<T>(work: (context: TransactionContext<Sends>) => Promise<T>): Promise<T>;
};

/** A message that was sent, as it was given to `send`, with the name under which it was sent. */
export type SentMessage<Sends extends object> = {
  [Name in keyof Sends]: Sends[Name] extends (message: infer Message) => unknown
    ? { readonly name: Name } & Message
    : never;
}[keyof Sends];

export interface HandlerKitOptions {
  /** Where `ctx.tx` runs. Default: none, so that its use rejects. */
  readonly database?: Database;
  /** Default: the system's clock. */
  readonly now?: () => Date;
}

/** Runs single handlers and requests of a service, without a log that they would hear each other by. */
export interface HandlerKit<Sends extends object> {
  /**
   * Runs the handler as the runtime does: in one transaction, with what it sends checked against the contract and with
   * correlation and causation of the event. Resolves with what it sent, in its order, once that is committed; rejects
   * as the handler does, with everything undone.
   */
  deliver<Event extends object>(
    handler: (event: Event, ctx: HandlerContext<Sends>) => Promise<void>,
    event: EventFields<NoInfer<Event>>,
    more?: { readonly attempt?: number; readonly signal?: AbortSignal },
  ): Promise<readonly SentMessage<Sends>[]>;
  /**
   * Runs the handler of a request in the same way, and resolves with what it answered. What that is, the compiler checks
   * and nobody else.
   */
  ask<Event extends object, Replies extends object>(
    handler: (event: Event, ctx: HandlerContext<Sends> & ReplyContext<Replies>) => Promise<void>,
    event: EventFields<NoInfer<Event>>,
    more?: { readonly deadline?: Date; readonly signal?: AbortSignal },
  ): Promise<readonly SentMessage<Replies>[]>;
  /** As the client's `transaction`, for what does not come by an event. */
  transaction<T>(work: (context: TransactionContext<Sends>) => Promise<T>): Promise<T>;
  /** All that was sent and committed so far. */
  readonly sent: readonly SentMessage<Sends>[];
}

/**
 * What a test of handlers needs. It owns nothing that it is given.
 *
 * @param create Makes the client whose handlers these are.
 */
export function createHandlerKit<Sends extends object>(
  create: CreateClient<Sends>,
  { database, now = () => new Date() }: HandlerKitOptions = {},
): HandlerKit<Sends> {
  const all: SentMessage<Sends>[] = [];
  const client = create({
    transport: openMemoryLog(),
    registry: anyRegistry(),
    delivery: deliveryWithoutOutbox(database),
    now,
  });

  /** Runs the work, with what is sent completed by the fields, and keeps that once it is committed. */
  async function run<T>(
    work: (context: TransactionContext<Sends>) => Promise<T>,
    fields: object,
  ): Promise<{ readonly result: T; readonly sent: readonly SentMessage<Sends>[] }> {
    const sent = new Set<SentMessage<Sends>>();
    const result = await client.transaction(({ tx, send }) => {
      // A transaction that was in the way of another one is run again.
      sent.clear();
      return work({ tx, send: keeping(send, fields, sent) });
    });
    all.push(...sent);
    return { result, sent: [...sent] };
  }

  return {
    sent: all,
    transaction: async (work) => (await run(work, {})).result,
    deliver: async (handler, fields, { attempt = 1, signal = new AbortController().signal } = {}) => {
      const event = receivedEvent(fields, now());
      const { id: causationId, correlationId } = event;
      const handle = ({ tx, send }: TransactionContext<Sends>): Promise<void> =>
        handler(event, { tx, send, attempt, signal, log: silentLogger });
      return (await run(handle, { correlationId, causationId })).sent;
    },
    ask: async <Event extends object, Replies extends object>(
      handler: (event: Event, ctx: HandlerContext<Sends> & ReplyContext<Replies>) => Promise<void>,
      fields: EventFields<NoInfer<Event>>,
      {
        deadline,
        signal = new AbortController().signal,
      }: { readonly deadline?: Date; readonly signal?: AbortSignal } = {},
    ) => {
      const event = receivedEvent<Event>(fields, now());
      const { id: causationId, correlationId } = event;
      const handle = async ({ tx, send }: TransactionContext<Sends>) => {
        const answers: SentMessage<Replies>[] = [];
        const ctx = { tx, send, attempt: 1, signal, log: silentLogger };
        await handler(event, { ...ctx, reply: keepingAnswers(answers), deadline });
        return answers;
      };
      return (await run(handle, { correlationId, causationId })).result;
    },
  };
}

/** Answers under whatever name; the contract of the handler has said which there are. */
function keepingAnswers<Replies extends object>(answers: SentMessage<Replies>[]): Replies {
  const answer =
    (name: string) =>
    async (message: object): Promise<Sent> => {
      // Name and message are those of one member of `Replies`, which a proxy does not tell the compiler.
      answers.push({ name, ...message } as SentMessage<Replies>);
      return { id: crypto.randomUUID(), topic: 'answers' };
    };
  // For the same reason.
  return new Proxy({}, { get: (_, name) => answer(String(name)) }) as Replies;
}

/** The same sends, each of which completes its message with the fields, and keeps it unless it is refused. */
function keeping<Sends extends object>(sends: Sends, fields: object, sent: Set<SentMessage<Sends>>): Sends {
  const keepingSends = Object.entries(sends).map(([name, send]) => [
    name,
    async (message: object): Promise<unknown> => {
      // Name and message are those of one member of `Sends`, which `Object.entries` does not tell the compiler.
      const kept = { name, ...message } as SentMessage<Sends>;
      sent.add(kept);
      try {
        return await send({ ...fields, ...message });
      } catch (error) {
        sent.delete(kept);
        throw error;
      }
    },
  ]);
  // The same members with the same parameters and results, for the same reason.
  return Object.fromEntries(keepingSends) as Sends;
}

/** Holds whatever schema is asked for: what is sent here nobody reads. */
function anyRegistry(): ClientOptions['registry'] {
  const unread = () => Promise.reject(new TypeError('a handler kit reads no records'));
  return cachedRegistry({ idOf: async () => 1, schemaOf: unread });
}

/** Transactions alone: what is enqueued was kept before it became bytes. */
function deliveryWithoutOutbox(database: Database | undefined): Delivery {
  const unused = () => Promise.reject(new TypeError('a handler kit receives no records'));
  const received = { admit: unused, park: unused, takeParked: unused, claim: unused, unpark: unused, repark: unused };
  const enqueue = async (): Promise<void> => undefined;
  const transaction = <T>(work: (sql: Sql) => Promise<T>): Promise<T> =>
    database === undefined ? work(noTransaction) : database.transaction(work);
  return {
    transaction: (work) => transaction((sql) => work({ sql, enqueue, ...received })),
    dueKeys: unused,
    settled: () => undefined,
  };
}
