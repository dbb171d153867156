import type { Arrival, LanePlace } from '../../core/delivery.ts';
import { laneOf } from '../../core/pipeline/lane-of.ts';
import type { OutgoingRecord, StoredRecord } from '../../core/transport.ts';

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export const textOf = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString();

export const headersOf = (headers: Readonly<Record<string, string>>): Map<string, Uint8Array> =>
  new Map(Object.entries(headers).map(([name, text]) => [name, bytesOf(text)]));

/** A moment of the log, in milliseconds since the epoch. */
export const noon: number = Date.UTC(2026, 10, 21, 12);

export interface Sketch {
  /** Default `k`. */
  readonly key?: string | null;
  /** Id of its event. Default: made of the offset. */
  readonly id?: string;
  /** When it was logged. Default: a second per offset after noon. */
  readonly at?: number;
  /** When the event happened. Default: when it was logged. */
  readonly time?: number;
  readonly claims?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A record of topic `orders`, partition 0, that asks to be handled. */
export function arrivalAt(offset: number, sketch: Sketch = {}): Arrival {
  const { key = 'k', id = `e-${offset}`, at = noon + 1_000 * offset, time = at, claims = true, headers = {} } = sketch;
  const record: StoredRecord = {
    topic: 'orders',
    partition: 0,
    offset: BigInt(offset),
    key: key === null ? null : bytesOf(key),
    value: bytesOf(`value of ${id}`),
    headers: headersOf({ ce_id: id, ...headers }),
    timestamp: at,
  };
  return { record, id, time, claims };
}

/** The lane that a record of the consumer `billing` belongs to. */
export function laneFor({ record }: Pick<Arrival, 'record'>): LanePlace {
  return { consumer: 'billing', topic: record.topic, partition: record.partition, lane: laneOf(record) };
}

/** An event for a topic. */
export function outgoing(topic: string, key: string | null, value: string): OutgoingRecord {
  return {
    topic,
    key: key === null ? null : bytesOf(key),
    value: bytesOf(value),
    headers: headersOf({ ce_id: value }),
  };
}
