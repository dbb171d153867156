import type { Application, Message } from '../core/application.ts';
import type { Logger } from '../core/client.ts';
import type { Database, Sql } from '../core/database.ts';
import { RuntimeError } from '../core/errors.ts';
import { quietLogger } from '../core/quiet-logger.ts';
import { bigintOf, bytesOf } from '../database/columns.ts';
import { migrate } from '../database/migrate.ts';
import { createCursors } from './cursor.ts';
import { type FeedEvent, readEvents } from './feed-event.ts';
import { feedHandlers } from './feed-handlers.ts';
import { feedTables } from './feed-tables.ts';
import { type FeedTail, startTail } from './feed-tail.ts';
import { type AnyEvent, publicEvents } from './public-event.ts';

export interface OpenFeedOptions {
  /** The service's own; the tables of the feed, `eventwright_feed*`, are made in it. */
  readonly database: Database;
  /** Default: says nothing. */
  readonly log?: Logger;
  /**
   * How long events are kept, in milliseconds, by the database's clock: readers that are away for longer are told what
   * they have missed. Longer than webhooks try, 75.6 hours. Default 30 days.
   */
  readonly retention?: number;
  /** How soon an event that another process added is noticed, in milliseconds; one of this process is at once. Default 250. */
  readonly pollEvery?: number;
}

/** How far the feed reaches. */
export interface FeedRange {
  /** Position of the oldest event that is kept; one more than `last` where there is none. */
  readonly first: bigint;
  /** Position of the newest one. */
  readonly last: bigint;
}

/**
 * An outgoing feed: the public events of a service, in one order that never changes, for all who read from outside. An
 * event enters it in the transaction that handles it, so once; it gets its position after that is committed.
 */
export interface Feed {
  /**
   * Handlers for all that an application receives, each of which adds its event. For `client.receive`, which needs
   * delivery. Throws `CONFIGURATION_INVALID` where a message has no public fields (`x-public`).
   */
  handlers<Sends extends object, Handlers extends object>(application: Application<Sends, Handlers>): Handlers;
  /** Adds one event in a transaction, for handlers that do more than that. Throws as `handlers` does. */
  add<Value, ValueInput, Key, KeyInput, Headers extends object>(
    tx: Sql,
    message: Message<Value, ValueInput, Key, KeyInput, Headers>,
    event: AnyEvent,
  ): Promise<void>;
  /**
   * Events behind a position, oldest first, up to `limit` (default 500) of them, as far as this process knows the feed; none
   * at its end. Costs the database nothing for the newest.
   */
  after(position: bigint, limit?: number): Promise<readonly FeedEvent[]>;
  /** The same, by asking the database: also what another process has numbered in this moment. */
  read(position: bigint, limit?: number): Promise<readonly FeedEvent[]>;
  /** Resolves when there may be more behind the position; at once where there is. Rejects with the signal's reason. */
  grown(position: bigint, signal: AbortSignal): Promise<void>;
  range(): Promise<FeedRange>;
  /** Position of the newest event, as far as this process knows. */
  readonly last: bigint;
  /** The cursor of a position: opaque, the same for everybody, and made by nobody else. */
  seal(position: bigint): string;
  /** Undefined for a cursor that is not ours. */
  open(cursor: string): bigint | undefined;
  /** Numbers and forgets no more. Call it before the database is closed. */
  close(): Promise<void>;
}

const day = 24 * 60 * 60 * 1_000;

/** Opens the feed of a service's database, makes its tables where they are missing, and starts to number what comes in. */
export async function openFeed(options: OpenFeedOptions): Promise<Feed> {
  const { database, retention = 30 * day, pollEvery = 250 } = options;
  refuseUnlessPositive({ retention, pollEvery });
  await migrate(database, [feedTables]);
  const { last, secret } = await database.transaction(readState);
  const tail = startTail({ database, log: quietLogger(options.log), start: last, retention, pollEvery });
  const { seal, open } = createCursors(secret);
  const addTo = memberOf(tail);
  const read: Feed['read'] = (position, limit = 500) => database.transaction((tx) => readEvents(tx, position, limit));
  return {
    handlers: (application) => feedHandlers(application, addTo),
    add: (tx, message, event) => addTo(tx, message, event),
    after: async (position, limit = 500) => tail.recent.after(position, limit) ?? read(position, limit),
    read,
    grown: tail.grown,
    range: () => database.transaction(readRange),
    get last() {
      return tail.recent.last;
    },
    seal,
    open,
    close: tail.close,
  };
}

/** Adds events; what is public of a message is found out once. */
export type AddToFeed = (tx: Sql, message: Parameters<typeof publicEvents>[0], event: AnyEvent) => Promise<void>;

function memberOf(tail: FeedTail): AddToFeed {
  const views = new WeakMap<object, ReturnType<typeof publicEvents>>();
  return async (tx, message, event) => {
    const view = views.get(message) ?? publicEvents(message);
    views.set(message, view);
    const { id, name, ordering, time, body } = view(event);
    await tx.query(
      `insert into eventwright_feed_arrival (event_id, name, ordering, happened_at, body) values ($1, $2, $3, $4, $5)`,
      [id, name, ordering, time, body],
    );
    tail.expect();
  };
}

async function readState(tx: Sql): Promise<{ readonly last: bigint; readonly secret: Uint8Array }> {
  const [row] = await tx.query('select last_position, secret from eventwright_feed_state');
  if (row === undefined) {
    const cure = 'Restore the table eventwright_feed_state from a copy';
    throw new RuntimeError('CONFIGURATION_INVALID', `The feed has lost its state. ${cure}.`);
  }
  return { last: bigintOf(row, 'last_position'), secret: bytesOf(row, 'secret') };
}

async function readRange(tx: Sql): Promise<FeedRange> {
  const [row] = await tx.query('select first_position, last_position from eventwright_feed_state');
  if (row === undefined) return { first: 1n, last: 0n };
  return { first: bigintOf(row, 'first_position'), last: bigintOf(row, 'last_position') };
}

function refuseUnlessPositive(settings: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (value > 0 && Number.isFinite(value)) continue;
    const cure = 'Leave it out to get the default';
    throw new RuntimeError('CONFIGURATION_INVALID', `openFeed: '${name}' is ${value}, no number above 0. ${cure}.`);
  }
}
