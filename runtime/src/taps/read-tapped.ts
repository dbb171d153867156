import type { ReceivedEvent } from '../core/application.ts';
import { decodeEventHeaders, type EventAttributes, traceOf } from '../core/headers.ts';
import { createDecode, type Decode } from '../core/pipeline/decode.ts';
import { createDispatch } from '../core/pipeline/dispatch.ts';
import type { Binding } from '../core/routes.ts';
import type { SchemaRegistry } from '../core/schema-registry.ts';
import type { OutgoingRecord, StoredRecord } from '../core/transport.ts';
import { type CheckedRoute, type CheckedTap, isOfMessage } from './checked-tap.ts';
import { copiesFor } from './tapped-copy.ts';

/** What a tap makes of records. */
export interface TapReading {
  /** Undefined for what goes nowhere. */
  readonly decode: Decode;
  /** The copies of a record that `decode` has read, by its event. */
  copiesOf(event: object): readonly OutgoingRecord[];
}

type Event = ReceivedEvent<unknown, unknown, object>;

/** The registry has to be there where predicates are about messages. */
export function readTapped(tap: CheckedTap, registry: SchemaRegistry | undefined): TapReading {
  const decodeMessage = messageDecoder(tap, registry);
  const copies = new WeakMap<object, readonly OutgoingRecord[]>();
  return {
    decode: async (record) => {
      const decoded = await decodeMessage(record);
      const fitting = tap.routes.filter((route) => fits(route, record, decoded));
      const chosen = tap.diverts ? fitting.slice(0, 1) : fitting;
      const made = copiesFor(
        record,
        chosen.map(({ topic }) => topic),
      );
      if (made.length === 0) return undefined;
      const event = eventOf(record);
      copies.set(event, made);
      return { binding: undefined, event, trace: traceOf(record.headers), run: async () => undefined };
    },
    copiesOf: (event) => copies.get(event) ?? [],
  };
}

/** Decodes what predicates ask for, with the pipeline's own decoder, and nothing else. */
function messageDecoder({ messages, sources, name: group }: CheckedTap, registry: SchemaRegistry | undefined): Decode {
  if (messages.length === 0 || registry === undefined) return async () => undefined;
  const bindings = messages.map((message): Binding => {
    const channel = { topic: sources.join(', '), description: '', partitions: 0, replicas: 0, config: {} };
    const route = { channel, message, group, valueSubject: '', keySubject: '' };
    return { route, handler: async () => undefined, topics: new Map(sources.map((topic) => [topic, {}])) };
  });
  return createDecode(registry, createDispatch(registry, bindings));
}

function fits({ predicates }: CheckedRoute, record: StoredRecord, decoded: Awaited<ReturnType<Decode>>): boolean {
  return predicates.some((predicate) => {
    if (!isOfMessage(predicate)) return predicate(record);
    return decoded?.binding?.route.message === predicate.message && predicate.fits(decoded.event);
  });
}

/** The record as the pipeline knows events: by what its headers say, else by its place. */
function eventOf(record: StoredRecord): Event {
  const { topic, partition, offset, key, value } = record;
  const attributes = attributesOf(record);
  return { ...attributes, name: attributes.type, key, value, headers: {}, topic, partition, offset };
}

/** A copy is made of whatever there is, so headers that make no sense are no reason to give a record up. */
function attributesOf(record: StoredRecord): EventAttributes {
  try {
    return decodeEventHeaders(record, '');
  } catch {
    return decodeEventHeaders({ ...record, headers: new Map() }, '');
  }
}
