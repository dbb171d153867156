import type { ParameterValues, ReceivedEvent } from '../application.ts';
import { type Awaitable, andThen } from '../awaitable.ts';
import { decodeContractHeaders } from '../contract-headers.ts';
import { RuntimeError } from '../errors.ts';
import { ofEveryVersion } from '../every-version.ts';
import { decodeEventHeaders, traceOf } from '../headers.ts';
import { replyAddressOf } from '../replies.ts';
import type { ReplyAddress } from '../request-headers.ts';
import type { AnyContext, AnyHandlerContext, AnyUnknownMessageHandler, Binding } from '../routes.ts';
import type { Schema } from '../schema.ts';
import type { SchemaRegistry } from '../schema-registry.ts';
import type { StoredRecord, WireHeaders } from '../transport.ts';
import { writtenVersion } from '../written-version.ts';
import type { Dispatch } from './dispatch.ts';

/** A record as its handler gets it. */
export interface Decoded {
  /** Undefined where `unknownMessage` handles it. */
  readonly binding: Binding | undefined;
  readonly event: ReceivedEvent<unknown, unknown, object>;
  /** Trace context of the event, for those it leads to. */
  readonly trace: WireHeaders;
  /** Of a request: whom to answer, and until when. */
  readonly request?: ReplyAddress | undefined;
  /** Calls the handler. */
  run(ctx: AnyContext): Promise<void>;
}

/** Turns a record into an event; undefined where the application does not receive it. */
export type Decode = (record: StoredRecord) => Awaitable<Decoded | undefined>;

export function createDecode(
  registry: SchemaRegistry,
  dispatch: Dispatch,
  unknownMessage?: AnyUnknownMessageHandler,
): Decode {
  return (record) =>
    andThen(dispatch(record), (binding): Awaitable<Decoded | undefined> => {
      if (binding !== undefined) return decodeKnown(record, binding, registry);
      return unknownMessage && decodeUnknown(record, unknownMessage, registry);
    });
}

function decodeKnown(record: StoredRecord, binding: Binding, registry: SchemaRegistry): Awaitable<Decoded> {
  const { message } = binding.route;
  const attributes = decodeEventHeaders(record, message.type);
  const headers = decodeContractHeaders(message, record.headers);
  return andThen(registry.read(keyOf(record, message.name), message.key), (key) =>
    andThen(versionOf(record, binding, registry), (version) => {
      const read = record.value === null ? null : registry.read(record.value, version ?? message.value);
      return andThen(read, (value) => {
        const event = { ...attributes, name: message.name, key, value, headers, ...positionOf(record) };
        const given = version ? { ...event, version: version.version } : event;
        return bound(record, binding, given);
      });
    }),
  );
}

/** Of a handler that takes every version; undefined for the others, and where the version is not known. */
function versionOf(
  { value }: StoredRecord,
  { handler }: Binding,
  registry: SchemaRegistry,
): Awaitable<Schema<unknown, unknown> | undefined> {
  const versions = handler[ofEveryVersion];
  if (versions === undefined || value === null) return undefined;
  return andThen(registry.identify(value), (written) => writtenVersion(versions, written));
}

function bound(record: StoredRecord, binding: Binding, event: Decoded['event']): Decoded {
  const { handler, topics } = binding;
  const { message } = binding.route;
  const params = topics.get(record.topic) ?? {};
  const run = (ctx: AnyContext): Promise<void> =>
    handler(event, withParams(ctx, params), { record, value: message.value, key: message.key });
  const { replies } = binding.route;
  const request = replies && replyAddressOf(replies, record.headers);
  return { binding, event, trace: traceOf(record.headers), request, run };
}

async function decodeUnknown(
  record: StoredRecord,
  unknownMessage: AnyUnknownMessageHandler,
  registry: SchemaRegistry,
): Promise<Decoded> {
  const { key, value, headers } = record;
  const schema = value === null ? undefined : await registry.identify(value);
  const attributes = decodeEventHeaders(record, schema?.name ?? '');
  const event = {
    ...attributes,
    name: schema?.name ?? attributes.type,
    key,
    value,
    headers,
    ...positionOf(record),
    schema,
  };
  return { binding: undefined, event, trace: traceOf(headers), run: (ctx) => unknownMessage(event, ctx) };
}

/** Adds to the context, which is the handler's own, rather than copy it: a copy would make all that it makes on demand. */
function withParams(ctx: AnyContext, params: ParameterValues): AnyHandlerContext {
  return Object.assign(ctx, { params });
}

function positionOf({ topic, partition, offset }: StoredRecord): Pick<StoredRecord, 'topic' | 'partition' | 'offset'> {
  return { topic, partition, offset };
}

function keyOf(record: StoredRecord, message: string): Uint8Array {
  if (record.key !== null) return record.key;
  throw new RuntimeError('VALUE_UNREADABLE', `the record has no key; ${message} must have one, its sender left it out`);
}
