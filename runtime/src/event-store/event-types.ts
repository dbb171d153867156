import type { InputOf, OutputOf, Schema } from '../core/schema.ts';

/** What the store has to know of an event: any message of the contract fits. */
export interface StoreMessage<Value, ValueInput> {
  readonly name: string;
  /** CloudEvents type, with the major version. */
  readonly type: string;
  /** The newest version; what is appended is written with it. */
  readonly value: Schema<Value, ValueInput>;
  /** How older versions are read; without, all are read as the newest. `upcasting` makes it. */
  readonly reading?: EventReading;
}

/** Versions that are read as they were written, and what makes the newest of them. */
export interface EventReading {
  /** Oldest first. */
  readonly schemas: readonly Schema<unknown, unknown>[];
  toNewest(value: unknown, version: number): unknown;
}

/** The events of a store by the name that code calls them by, as in `Sends`. */
export type StoreEvents = Readonly<Record<string, StoreMessage<unknown, unknown>>>;

/** CloudEvents attributes that may be given with an event, as with a send. */
export interface EventMetadata {
  /** Unique key of the event. Default: a new UUIDv7. */
  readonly id?: string;
  /** When it happened. Default: now. */
  readonly time?: Date;
  /** Default: that of the cause, else the event's own id. */
  readonly correlationId?: string;
  /** Default: the id of the cause. */
  readonly causationId?: string;
}

/** An event to append. */
export type NewEvent<Events extends StoreEvents> = {
  [Name in keyof Events & string]: EventMetadata & {
    readonly name: Name;
    readonly value: InputOf<Events[Name]['value']>;
  };
}[keyof Events & string];

/** Where an event stands in the order in which subscriptions get events; ascends within a stream. */
export interface StorePosition {
  readonly transaction: bigint;
  readonly number: bigint;
}

/** An event of the store, its value in the newest version. */
export type StoreEvent<Events extends StoreEvents> = {
  [Name in keyof Events & string]: EventPlace & {
    readonly name: Name;
    readonly value: OutputOf<Events[Name]['value']>;
  };
}[keyof Events & string];

interface EventPlace {
  readonly id: string;
  /** CloudEvents type as it was when the event was appended. */
  readonly type: string;
  readonly stream: string;
  /** 1 for the first event of the stream, without gaps. */
  readonly version: number;
  readonly position: StorePosition;
  /** When it happened, as whoever appended it says. */
  readonly time: Date;
  /** When it was appended, by the clock of the database. */
  readonly recordedAt: Date;
  readonly correlationId: string;
  readonly causationId: string | undefined;
}

/** An event that was appended: spread it into a send to publish it, `send.orderPlaced({ key, ...event })`. */
export type AppendedEvent<Given> = Given & Required<Omit<EventMetadata, 'causationId'>> & { readonly version: number };

/** The event that others are appended because of: what a handler received, or an event of a store. */
export interface EventCause {
  readonly id: string;
  readonly correlationId: string;
}
