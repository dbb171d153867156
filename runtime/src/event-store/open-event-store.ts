import type { Logger } from '../core/client.ts';
import type { CrashPoints } from '../core/crash-points.ts';
import type { Database, Sql } from '../core/database.ts';
import { eventIds } from '../core/event-id.ts';
import { quietLogger } from '../core/quiet-logger.ts';
import { migrate } from '../database/migrate.ts';
import { type Appended, type AppendOptions, appendEvents } from './append-events.ts';
import { eventCodec } from './event-codec.ts';
import type { NewEvent, StoreEvent, StoreEvents, StorePosition } from './event-types.ts';
import { countRowsAfter, positionAfter, type ReadStreamOptions, readRowsAfter, readStreamRows } from './read-events.ts';
import { storedSchemas } from './stored-schemas.ts';
import { type StoreSubscription, type SubscribeToStore, startStoreSubscription } from './subscribe-to-store.ts';
import { eventTables } from './tables.ts';

export interface EventStoreOptions<Events extends StoreEvents> {
  /** The service's own; tables `eventwright_event*` are made in it. */
  readonly database: Database;
  /** Messages of the contract by the name that code calls them by: `{ paymentAuthorized, paymentRefunded }`. */
  readonly events: Events;
  /** Default: says nothing. */
  readonly log?: Logger;
  /** Default: the system's clock. */
  readonly now?: () => Date;
  /** Default: UUIDv7. */
  readonly newId?: () => string;
  /** For tests of crashes. */
  readonly crashPoints?: CrashPoints;
}

/**
 * Streams of events in the service's own database, in the transactions of the service: what is appended by a handler's
 * `ctx.tx` is there if and only if the handler's other effects are.
 */
export interface EventStore<Events extends StoreEvents> {
  readonly events: Events;
  /**
   * Appends to the end of a stream, of which no other transaction can append until this one ends. Throws `STREAM_CONFLICT`
   * with the actual version (`isStreamConflict`) where the stream has another one than expected; nothing is appended then
   * and the transaction can go on. Throws `VALUE_INVALID` where a value does not fit its schema.
   */
  append<const Given extends readonly NewEvent<Events>[]>(
    tx: Sql,
    stream: string,
    events: Given,
    options: AppendOptions,
  ): Promise<Appended<Given>>;
  /** Events of a stream, oldest first; none where there is no such stream. Rejects with `SCHEMA_UNKNOWN` for one that this code does not know. */
  readStream(tx: Sql, stream: string, options?: ReadStreamOptions): Promise<readonly StoreEvent<Events>[]>;
  /**
   * Events of all streams behind a position, in an order that holds within each stream, and that no event joins late:
   * those that were appended after the start of a transaction that is still under way, whichever database of the server
   * it writes to, are not among them yet. Events that are none of `events` are left out; `position` is behind them.
   */
  readAfter(tx: Sql, after: StorePosition, limit: number): Promise<StoreBatch<Events>>;
  /** Events behind a position, counted up to `most`; whether or not a transaction holds them back. */
  countAfter(tx: Sql, after: StorePosition, most: number): Promise<number>;
  /** Calls handlers with every event, once each in effect; resolves at once. */
  subscribe<Context extends { readonly tx: Sql } = { readonly tx: Sql }>(
    options: SubscribeToStore<Events, Context>,
  ): StoreSubscription;
}

export interface StoreBatch<Events extends StoreEvents> {
  readonly events: readonly StoreEvent<Events>[];
  /** Where to go on from. */
  readonly position: StorePosition;
  /** False where there was nothing. */
  readonly found: boolean;
}

/**
 * Opens the event store of a service, and makes its tables where they are missing. It owns nothing that it is given.
 * Rejects with `DATABASE_UNAVAILABLE` where there is no database.
 */
export async function openEventStore<const Events extends StoreEvents>(
  options: EventStoreOptions<Events>,
): Promise<EventStore<Events>> {
  const { database, events, now = () => new Date(), crashPoints = () => undefined } = options;
  await migrate(database, [eventTables]);
  const schemas = await storedSchemas(database, textsOf(events));
  const codec = eventCodec(events, schemas);
  const appending = { codec, events, now, newId: options.newId ?? eventIds(now) };
  const readAfter = async (tx: Sql, after: StorePosition, limit: number): Promise<StoreBatch<Events>> => {
    const rows = await readRowsAfter(tx, after, limit);
    const decoded = await codec.decode(tx, rows, 'skip');
    return { events: decoded, position: positionAfter(rows, after), found: rows.length > 0 };
  };
  return {
    events,
    append: (tx, stream, given, appendOptions) =>
      appendEvents(tx, { stream, given, options: appendOptions }, appending),
    readStream: async (tx, stream, readOptions = {}) =>
      codec.decode(tx, await readStreamRows(tx, stream, readOptions), 'refuse'),
    readAfter,
    countAfter: countRowsAfter,
    subscribe: (subscribing) =>
      startStoreSubscription(subscribing, {
        database,
        readAfter,
        log: quietLogger(options.log),
        reach: crashPoints,
      }),
  };
}

function textsOf(events: StoreEvents): readonly string[] {
  return [...new Set(Object.values(events).map(({ value }) => value.avro))];
}
