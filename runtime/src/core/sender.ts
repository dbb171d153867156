import type { Sent } from './application.ts';
import { topicFor } from './channel-topics.ts';
import { encodeContractHeaders } from './contract-headers.ts';
import { RuntimeError } from './errors.ts';
import { derivedEventId } from './event-id.ts';
import { encodeEventHeaders } from './headers.ts';
import { isPinned, pinnedTo } from './pinned.ts';
import type { AnyMessageRoute, AnyOutgoing, AnySends } from './routes.ts';
import type { Schema } from './schema.ts';
import { sentParameters } from './sent-parameters.ts';
import type { SentRecords } from './sent-records.ts';
import type { OutgoingRecord, Publisher, WireHeaders } from './transport.ts';
import type { Writers } from './writers.ts';

export interface SenderOptions {
  /** CloudEvents source. */
  readonly source: string;
  /** What may be sent, by the name under which it is sent. */
  readonly routes: Readonly<Record<string, AnyMessageRoute>>;
  readonly publisher: Publisher;
  readonly writers: Writers;
  readonly now: () => Date;
  readonly newId: () => string;
}

/** The event that is handled while another is sent. */
export interface Cause {
  readonly id: string;
  readonly correlationId: string;
  readonly trace: WireHeaders;
  /** How many of this message and key were sent before because of the event; counts this one. */
  ordinal(message: string, key: Uint8Array): number;
}

/** On whose behalf events are sent. */
export interface SendingFor {
  /** Without: of the application's own accord. */
  readonly cause?: Cause | undefined;
  /** Where what is sent waits for the end of a transaction. Without: it goes to the log at once. */
  readonly sent?: SentRecords | undefined;
}

/** The sends of an application. */
export type SendsFor = (sending?: SendingFor) => AnySends;

export function createSender(options: SenderOptions): SendsFor {
  const routes = Object.entries(options.routes);
  return ({ cause, sent } = {}) =>
    Object.fromEntries(
      routes.map(([name, route]) => [
        name,
        (message: AnyOutgoing) => send(route, message, { ...options, cause, sent }),
      ]),
    );
}

interface SendContext extends SenderOptions {
  readonly cause: Cause | undefined;
  readonly sent: SentRecords | undefined;
}

async function send(route: AnyMessageRoute, message: AnyOutgoing, context: SendContext): Promise<Sent> {
  const place = context.sent?.reserve();
  const { version, value } = unpin(route, message.value);
  const writers = await context.writers.of(route, version);
  const key = await writers.key.encode(message.key);
  const isTombstone = value === null && route.message.tombstones === true;
  const bytes = isTombstone ? null : await writers.value.encode(value);
  const topic = topicFor(route.channel, sentParameters(route, { ...message, value, isPinned: version !== undefined }));
  const id = message.id ?? newId({ route, topic, key }, context);
  const type = version === undefined ? route.message.type : `${version.name}.v${version.version}`;
  const headers = headersOf(route, message, { ...context, id, type });
  const record = { topic, key, value: bytes, headers };
  if (place === undefined) return { id, ...(await publish(record, context.publisher)) };
  place(record);
  return { id, topic };
}

/** The value, and the version to which the sender pinned it. */
function unpin(
  { message }: AnyMessageRoute,
  value: unknown,
): { readonly version?: Schema<unknown, unknown>; readonly value: unknown } {
  if (!isPinned(value)) return { value };
  const version = value[pinnedTo];
  if (version.name === message.value.name) return { version, value: value.value };
  throw new RuntimeError(
    'VALUE_INVALID',
    `${message.name} is pinned to ${version.name}; give pinned() a version of ${message.value.name}`,
  );
}

function newId(
  { route, topic, key }: { readonly route: AnyMessageRoute; readonly topic: string; readonly key: Uint8Array },
  { cause, source, newId }: SendContext,
): string {
  if (cause === undefined) return newId();
  const {
    message: { name },
    channel,
  } = route;
  // One event may lead to the same message on several topics of a channel, in whatever order.
  const message = channel.parameters === undefined ? name : `${name} on ${topic}`;
  return derivedEventId({ source, causeId: cause.id, message, key, ordinal: cause.ordinal(message, key) });
}

function headersOf(
  { message: { name, headers } }: AnyMessageRoute,
  message: AnyOutgoing,
  { id, type, source, cause, now }: SendContext & { readonly id: string; readonly type: string },
): WireHeaders {
  const key = typeof message.key === 'string' ? message.key : undefined;
  const attributes = {
    id,
    type,
    source,
    subject: message.subject ?? key,
    time: message.time ?? now(),
    correlationId: message.correlationId ?? cause?.correlationId ?? id,
    causationId: message.causationId ?? cause?.id,
  };
  return new Map([
    ...encodeContractHeaders({ name, headers }, { ...message.headers }),
    ...(cause?.trace ?? []),
    ...encodeEventHeaders(attributes, key),
  ]);
}

async function publish(record: OutgoingRecord, publisher: Publisher): Promise<Omit<Sent, 'id'>> {
  const [position] = await publisher.publish([record]);
  if (position === undefined) throw new RuntimeError('TRANSPORT_FAILED', 'the transport gave no position for a record');
  const { topic, partition, offset } = position;
  return { topic, position: { partition, offset } };
}
