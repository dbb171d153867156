import type { Row, Sql } from '../core/database.ts';
import { RuntimeError } from '../core/errors.ts';
import type { WrittenSchema } from '../core/schema-registry.ts';
import { writtenVersion } from '../core/written-version.ts';
import { bigintOf, bytesOf, dateOf, integerOf, nullable, textOf } from '../database/columns.ts';
import { readFrame } from '../registry/frame.ts';
import type { StoreEvent, StoreEvents, StoreMessage } from './event-types.ts';
import type { StoredSchemas } from './stored-schemas.ts';

/** Columns that `decode` reads. */
export const eventColumns = `stream, version, tx::text as tx, pos, event_id, type, value, time, correlation_id,
  causation_id, recorded_at`;

/** Events of a store from and to rows. */
export interface EventCodec<Events extends StoreEvents> {
  encode(name: string, value: unknown): Promise<Uint8Array>;
  /** Of rows of other events than those of the store, `unknown` decides: a stream is read whole, or not at all. */
  decode(tx: Sql, rows: readonly Row[], unknown: 'refuse' | 'skip'): Promise<readonly StoreEvent<Events>[]>;
}

export function eventCodec<Events extends StoreEvents>(events: Events, schemas: StoredSchemas): EventCodec<Events> {
  const byRecord = byRecordName(events);
  const { registry } = schemas;
  const decodeRow = async (row: Row, unknown: 'refuse' | 'skip'): Promise<StoreEvent<Events> | undefined> => {
    const bytes = bytesOf(row, 'value');
    const written = await registry.identify(bytes);
    const found = byRecord.get(written.name);
    if (found === undefined) return unknown === 'skip' ? undefined : refuseUnknown(row, written);
    const value = await readValue(bytes, found.message, written);
    // The one place where a stored value gets its type: the schema that read it is the one that the name stands for.
    return { ...placeOf(row), name: found.name, value } as StoreEvent<Events>;
  };
  const readValue = async (
    bytes: Uint8Array,
    { value, reading }: StoreMessage<unknown, unknown>,
    written: WrittenSchema,
  ): Promise<unknown> => {
    const version = reading && writtenVersion(reading.schemas, written);
    if (reading === undefined || version === undefined) return registry.read(bytes, value);
    return reading.toNewest(await registry.read(bytes, version), version.version);
  };
  return {
    encode: async (name, value) => {
      const message = events[name];
      if (message === undefined) throw notAmong(name, events);
      return (await registry.writer(message.name, message.value)).encode(value);
    },
    decode: async (tx, rows, unknown) => {
      await schemas.learn(
        tx,
        rows.map((row) => readFrame(bytesOf(row, 'value')).id),
      );
      const decoded = await Promise.all(rows.map((row) => decodeRow(row, unknown)));
      return decoded.filter((event) => event !== undefined);
    },
  };
}

interface Named {
  readonly name: string;
  readonly message: StoreMessage<unknown, unknown>;
}

/** Events by the full names of their records, those that they had before included. */
function byRecordName(events: StoreEvents): ReadonlyMap<string, Named> {
  const named = new Map<string, Named>();
  const entries = Object.entries(events).map(([name, message]) => ({ name, message }));
  for (const entry of entries) {
    const record = entry.message.value.name;
    const other = named.get(record);
    if (other !== undefined) throw ambiguous(entry.name, other.name, record);
    named.set(record, entry);
  }
  for (const entry of entries) {
    for (const alias of entry.message.value.aliases ?? []) if (!named.has(alias)) named.set(alias, entry);
  }
  return named;
}

function placeOf(row: Row): Omit<StoreEvent<StoreEvents>, 'name' | 'value'> {
  return {
    id: textOf(row, 'event_id'),
    type: textOf(row, 'type'),
    stream: textOf(row, 'stream'),
    version: integerOf(row, 'version'),
    position: { transaction: BigInt(textOf(row, 'tx')), number: bigintOf(row, 'pos') },
    time: dateOf(row, 'time'),
    recordedAt: dateOf(row, 'recorded_at'),
    correlationId: textOf(row, 'correlation_id'),
    causationId: nullable(textOf)(row, 'causation_id') ?? undefined,
  };
}

function refuseUnknown(row: Row, { name }: WrittenSchema): never {
  throw new RuntimeError(
    'SCHEMA_UNKNOWN',
    `Version ${integerOf(row, 'version')} of stream '${textOf(row, 'stream')}' is a ${name}, which this code does not ` +
      'know: newer code has appended it. Add it to `events` of openEventStore.',
  );
}

function notAmong(name: string, events: StoreEvents): RuntimeError {
  const known = Object.keys(events).join(', ');
  return new RuntimeError('VALUE_INVALID', `The store has no event '${name}'; it has ${known}.`);
}

function ambiguous(one: string, other: string, record: string): RuntimeError {
  return new RuntimeError(
    'CONFIGURATION_INVALID',
    `The events ${one} and ${other} of the store are both ${record}; leave one of them out.`,
  );
}
