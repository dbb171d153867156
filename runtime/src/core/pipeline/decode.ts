import type { ReceivedEvent } from '../application.ts';
import { decodeContractHeaders } from '../contract-headers.ts';
import { RuntimeError } from '../errors.ts';
import { decodeEventHeaders, traceOf } from '../headers.ts';
import type { Binding } from '../routes.ts';
import type { SchemaRegistry } from '../schema-registry.ts';
import type { StoredRecord, WireHeaders } from '../transport.ts';
import type { Dispatch } from './dispatch.ts';

/** A record as its handler gets it. */
export interface Decoded {
  readonly binding: Binding;
  readonly event: ReceivedEvent<unknown, unknown, object>;
  /** Trace context of the event, for those it leads to. */
  readonly trace: WireHeaders;
}

/** Turns a record into an event; undefined where the application does not receive it. */
export type Decode = (record: StoredRecord) => Promise<Decoded | undefined>;

export function createDecode(registry: SchemaRegistry, dispatch: Dispatch): Decode {
  return async (record) => {
    const binding = await dispatch(record);
    if (binding === undefined) return undefined;
    const { message } = binding.route;
    const attributes = decodeEventHeaders(record, message.type);
    const headers = decodeContractHeaders(message, record.headers);
    const { topic, partition, offset } = record;
    const key = await registry.read(keyOf(record, message.name), message.key);
    const value = record.value === null ? null : await registry.read(record.value, message.value);
    const event = { ...attributes, name: message.name, key, value, headers, topic, partition, offset };
    return { binding, event, trace: traceOf(record.headers) };
  };
}

function keyOf(record: StoredRecord, message: string): Uint8Array {
  if (record.key !== null) return record.key;
  throw new RuntimeError('VALUE_UNREADABLE', `the record has no key; ${message} must have one, its sender left it out`);
}
