import type { Row, Sql } from '../core/database.ts';
import { RuntimeError } from '../core/errors.ts';
import { bigintOf, integerOf, nullable, textOf } from '../database/columns.ts';
import type { EventCodec } from './event-codec.ts';
import type { AppendedEvent, EventCause, NewEvent, StoreEvents, StorePosition } from './event-types.ts';
import { streamConflict } from './stream-conflict.ts';

/** Which version a stream has to have: the one that was read, `none` for a stream without events, or `any`. */
export type ExpectedVersion = number | 'none' | 'any';

export interface AppendOptions {
  readonly expected: ExpectedVersion;
  /** What the events are appended because of; fills in correlation and causation. */
  readonly cause?: EventCause | undefined;
}

/** What an append leaves. */
export interface Appended<Given extends readonly unknown[]> {
  /** Of the stream, after it. */
  readonly version: number;
  /** Of the last event; `projection.reached` takes it. */
  readonly position: StorePosition;
  /** With all that was filled in, in the order given. */
  readonly events: { readonly [Index in keyof Given]: AppendedEvent<Given[Index]> };
}

export interface Appending<Events extends StoreEvents> {
  readonly codec: EventCodec<Events>;
  readonly events: Events;
  readonly now: () => Date;
  readonly newId: () => string;
}

/** `EventStore.append`. */
export async function appendEvents<Events extends StoreEvents, const Given extends readonly NewEvent<Events>[]>(
  tx: Sql,
  { stream, given, options }: { readonly stream: string; readonly given: Given; readonly options: AppendOptions },
  appending: Appending<Events>,
): Promise<Appended<Given>> {
  const { codec, events } = appending;
  if (given.length === 0) {
    throw new RuntimeError('VALUE_INVALID', `Nothing was given to append to stream '${stream}': leave the call out.`);
  }
  const filled = given.map((event) => fillIn(event, options.cause, appending));
  const values = await Promise.all(given.map(({ name, value }) => codec.encode(name, value)));
  const [row] = await tx.query('select * from eventwright_append($1, $2, $3, $4, $5, $6, $7, $8)', [
    stream,
    versionNumber(options.expected),
    filled.map(({ id }) => id),
    filled.map(({ name }) => events[name]?.type ?? name),
    values,
    filled.map(({ time }) => time),
    filled.map(({ correlationId }) => correlationId),
    filled.map(({ causationId = null }) => causationId),
  ]);
  if (row === undefined) throw new TypeError('the event store has not answered');
  const before = integerOf(row, 'actual');
  const position = positionOf(row);
  if (position === undefined) throw streamConflict({ stream, expected: options.expected, actual: before });
  const numbered = filled.map((event, index) => ({ ...event, version: before + index + 1 }));
  // The same events in the same order, each with more about it; a mapped tuple is beyond what `map` can tell.
  const appended = numbered as unknown as Appended<Given>['events'];
  return { version: before + given.length, position, events: appended };
}

function fillIn<Events extends StoreEvents>(
  event: NewEvent<Events>,
  cause: EventCause | undefined,
  { now, newId }: Appending<Events>,
) {
  const id = event.id ?? newId();
  const causationId = event.causationId ?? cause?.id;
  return {
    ...event,
    id,
    time: event.time ?? now(),
    correlationId: event.correlationId ?? cause?.correlationId ?? id,
    ...(causationId === undefined ? {} : { causationId }),
  };
}

const versionNumber = (expected: ExpectedVersion): number | null => {
  if (expected === 'any') return null;
  return expected === 'none' ? 0 : expected;
};

/** Undefined where nothing was appended. */
function positionOf(row: Row): StorePosition | undefined {
  const transaction = nullable(textOf)(row, 'last_tx');
  return transaction === null ? undefined : { transaction: BigInt(transaction), number: bigintOf(row, 'last_pos') };
}
