import type { Sent } from './application.ts';
import { topicFor } from './channel-topics.ts';
import { encodeContractHeaders } from './contract-headers.ts';
import { RuntimeError } from './errors.ts';
import { derivedEventId } from './event-id.ts';
import { type EventAttributes, encodeEventHeaders, withTrace } from './headers.ts';
import { isPinned, pinnedTo } from './pinned.ts';
import { silentTelemetry } from './quiet-telemetry.ts';
import type { AnyMessageRoute, AnyOutgoing, AnySends } from './routes.ts';
import type { Schema } from './schema.ts';
import { sentParameters } from './sent-parameters.ts';
import type { SentRecords } from './sent-records.ts';
import type { SentEvent, Telemetry } from './telemetry.ts';
import { withinActivity } from './told/within-activity.ts';
import type { OutgoingRecord, Publisher, RecordPosition, WireHeaders } from './transport.ts';
import type { Writers } from './writers.ts';

export interface SenderOptions {
  /** CloudEvents source. */
  readonly source: string;
  /** What may be sent, by the name under which it is sent. */
  readonly routes: Readonly<Record<string, AnyMessageRoute>>;
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
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
  /** What a request or a reply says besides. */
  readonly headers?: WireHeaders | undefined;
}

/** The sends of an application. */
export type SendsFor = (sending?: SendingFor) => AnySends;

export function createSender(options: SenderOptions): SendsFor {
  const routes = Object.entries(options.routes);
  return ({ cause, sent, headers } = {}) => {
    const context: SendContext = { ...options, cause, sent, headers };
    return Object.fromEntries(
      routes.map(([name, route]) => [name, (message: AnyOutgoing) => send(route, message, context)]),
    );
  };
}

interface SendContext extends SenderOptions {
  readonly cause: Cause | undefined;
  readonly sent: SentRecords | undefined;
  readonly headers: WireHeaders | undefined;
}

/** Waits only for what is not at hand: with a registry that knows the schemas, a message is at the transport at once. */
async function send(route: AnyMessageRoute, message: AnyOutgoing, context: SendContext): Promise<Sent> {
  const place = context.sent?.reserve();
  const { version, value } = unpin(route, message.value);
  const lookup = context.writers.of(route, version);
  const writers = lookup instanceof Promise ? await lookup : lookup;
  const encodedKey = writers.key.encode(message.key);
  const key = encodedKey instanceof Promise ? await encodedKey : encodedKey;
  const isTombstone = value === null && route.message.tombstones === true;
  const encoded = isTombstone ? null : writers.value.encode(value);
  const bytes = encoded instanceof Promise ? await encoded : encoded;
  const topic = topicFor(route.channel, sentParameters(route, { ...message, value, isPinned: version !== undefined }));
  const id = message.id ?? newId({ route, topic, key }, context);
  const type = version === undefined ? route.message.type : `${version.name}.v${version.version}`;
  const correlationId = message.correlationId ?? context.cause?.correlationId ?? id;
  const headers = headersOf(route, message, { context, id, type, correlationId });
  const record = { topic, key, value: bytes, headers };
  const event = { id, correlationId, message: route.message.name, record };
  if (place === undefined) return { id, ...(await publish(event, context)) };
  const creating = context.telemetry.start({ kind: 'create', ...event });
  place(withTrace(record, creating.trace));
  creating.end({});
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
  { context, ...given }: { readonly context: SendContext } & Pick<EventAttributes, 'id' | 'type' | 'correlationId'>,
): WireHeaders {
  const { source, cause, now, headers: more } = context;
  const key = typeof message.key === 'string' ? message.key : undefined;
  const attributes = {
    ...given,
    source,
    subject: message.subject ?? key,
    time: message.time ?? now(),
    ...(message.expires === undefined ? {} : { expires: message.expires }),
    causationId: message.causationId ?? cause?.id,
  };
  const all = encodeContractHeaders({ name, headers }, { ...message.headers });
  if (cause !== undefined) for (const [header, bytes] of cause.trace) all.set(header, bytes);
  encodeEventHeaders(attributes, key, all);
  if (more !== undefined) for (const [header, bytes] of more) all.set(header, bytes);
  return all;
}

async function publish(event: SentEvent, { publisher, telemetry }: SendContext): Promise<Omit<Sent, 'id'>> {
  const { topic, partition, offset } = await (telemetry === silentTelemetry
    ? publishOne(event.record, publisher)
    : publishTold(event, publisher, telemetry));
  return { topic, position: { partition, offset } };
}

function publishTold(event: SentEvent, publisher: Publisher, telemetry: Telemetry): Promise<RecordPosition> {
  const sending = telemetry.start({ kind: 'send', ...event });
  return withinActivity(
    sending,
    async () => publishOne(withTrace(event.record, sending.trace), publisher),
    (position) => ({ position }),
  );
}

async function publishOne(record: OutgoingRecord, publisher: Publisher): Promise<RecordPosition> {
  const [position] = await publisher.publish([record]);
  if (position === undefined) throw new RuntimeError('TRANSPORT_FAILED', 'the transport gave no position for a record');
  return position;
}
