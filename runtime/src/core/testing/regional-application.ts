import type { Application, Channel, Handler, Message, NoHeaders, Send } from '../application.ts';
import type { Schema } from '../schema.ts';

/*
 * A small application on channels with parameters, in the shape that the generator gives it: those of the first have an
 * enum, that of the second has none.
 */

export interface Parcel {
  readonly region: 'eu' | 'us';
  readonly weight: number;
}

/** The region may be left out of the value, which then is `eu`, and of the parameters, since the value says it. */
export interface ParcelInput extends Omit<Parcel, 'region'> {
  readonly region?: 'eu' | 'us';
}

export interface ParcelParams {
  readonly region: 'eu' | 'us';
  readonly size: 'small' | 'large';
}

export interface Note {
  readonly text: string;
}

export interface NoteParams {
  readonly tenant: string;
}

export interface RegionalSends {
  readonly parcelSent: Send<ParcelInput, string, NoHeaders, Partial<ParcelParams>>;
  readonly noteTaken: Send<Note | null, string, NoHeaders, NoteParams>;
}

export interface RegionalHandlers {
  readonly parcelSent: Handler<Parcel, string, NoHeaders, RegionalSends, ParcelParams>;
  readonly noteTaken: Handler<Note | null, string, NoHeaders, RegionalSends, NoteParams>;
}

export interface RegionalParams {
  readonly parcelSent?: readonly Partial<ParcelParams>[];
  readonly noteTaken: readonly NoteParams[];
}

const shape = { description: '', partitions: 2, replicas: 1, config: {} };

export const parcels: Channel = {
  ...shape,
  topic: 'parcels.{region}.{size}',
  parameters: [
    { name: 'region', values: ['eu', 'us'] },
    { name: 'size', values: ['small', 'large'], default: 'small' },
  ],
};

export const notes: Channel = { ...shape, topic: 'notes.{tenant}', parameters: [{ name: 'tenant' }] };

/** Channels of the dead letters of both. */
export const regionalDeadLetters: readonly Channel[] = [parcels, notes].map((channel) => ({
  ...channel,
  topic: `${channel.topic}.dlt`,
}));

const text: Schema<string> = schema('string');

const parcelSent: Message<Parcel, ParcelInput, string, string, NoHeaders> = {
  name: 'ParcelSent',
  type: 'shop.ParcelSent.v1',
  value: schema('shop.ParcelSent'),
  key: text,
  headers: [],
};

const noteTaken: Message<Note | null, Note, string, string, NoHeaders> = {
  name: 'NoteTaken',
  type: 'shop.NoteTaken.v1',
  value: schema('shop.NoteTaken'),
  key: text,
  headers: [],
  tombstones: true,
};

const parcelRoute = {
  channel: parcels,
  message: parcelSent,
  valueSubject: 'parcels.{region}.{size}-shop.ParcelSent',
  keySubject: 'parcels.{region}.{size}-key',
  locations: [{ parameter: 'region', in: 'value', path: ['region'], default: 'eu' }],
} as const;

const noteRoute = {
  channel: notes,
  message: noteTaken,
  valueSubject: 'notes.{tenant}-shop.NoteTaken',
  keySubject: 'notes.{tenant}-key',
};

export const regionalApplication: Application<RegionalSends, RegionalHandlers, RegionalParams> = {
  name: 'regional',
  version: '1.0.0',
  source: '/regional',
  send: { parcelSent: parcelRoute, noteTaken: noteRoute },
  receive: { parcelSent: { ...parcelRoute, group: 'regional' }, noteTaken: { ...noteRoute, group: 'regional' } },
};

function schema<Output, Input = Output>(name: string): Schema<Output, Input> {
  return { name, version: 1, fingerprint: '0000000000000000', avro: JSON.stringify(name) };
}
