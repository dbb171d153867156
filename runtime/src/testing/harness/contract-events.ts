import type { ReceivedEvent } from '../../core/application.ts';
import { createDecode } from '../../core/pipeline/decode.ts';
import { createDispatch } from '../../core/pipeline/dispatch.ts';
import type { Binding } from '../../core/routes.ts';
import type { SchemaRegistry } from '../../core/schema-registry.ts';
import type { StoredRecord } from '../../core/transport.ts';
import type { AnyContractMessage } from '../contract.ts';
import { isTopicOf } from './open-topics.ts';

/** A record as a message of the contracts. */
export interface ContractEvent {
  /** As clients send it. */
  readonly name: string;
  readonly message: AnyContractMessage;
  readonly event: ReceivedEvent<unknown, unknown, object>;
}

/** Reads a record; undefined where it is no message of the contracts, or cannot be read as one. */
export type ReadEvent = (record: StoredRecord) => Promise<ContractEvent | undefined>;

/** Reads as consumers do, each record once. */
export function eventReader(
  registry: SchemaRegistry,
  messages: readonly (readonly [string, AnyContractMessage])[],
): ReadEvent {
  const readers = new Map<string, ReadEvent>();
  const readerAt = (topic: string): ReadEvent => {
    const reader = readers.get(topic) ?? topicReader(registry, topic, messages);
    readers.set(topic, reader);
    return reader;
  };
  const events = new WeakMap<StoredRecord, Promise<ContractEvent | undefined>>();
  return (record) => {
    const event = events.get(record) ?? readerAt(record.topic)(record).catch(() => undefined);
    events.set(record, event);
    return event;
  };
}

/** For one topic at a time, since only those of channels without open parameters are known before they are used. */
function topicReader(
  registry: SchemaRegistry,
  topic: string,
  messages: readonly (readonly [string, AnyContractMessage])[],
): ReadEvent {
  const bindings = new Map(
    messages
      .filter(([, { channel }]) => isTopicOf(channel, topic))
      .map(([name, message]): [Binding, Omit<ContractEvent, 'event'>] => [
        { route: { ...message, group: '' }, handler: async () => undefined, topics: new Map([[topic, {}]]) },
        { name, message },
      ]),
  );
  const dispatch = createDispatch(registry, [...bindings.keys()]);
  const decode = createDecode(registry, dispatch);
  return async (record) => {
    const binding = await dispatch(record);
    const known = binding && bindings.get(binding);
    const decoded = known && (await decode(record));
    return decoded && { ...known, event: decoded.event };
  };
}
