import type { ReceivedEvent } from '../core/application.ts';
import { headerText } from '../core/header-text.ts';
import { traceHeaders } from '../core/headers.ts';
import type { EventOrigin } from '../core/routes.ts';
import type { WireHeaders } from '../core/transport.ts';
import { jsonForm } from '../registry/json/index.ts';

type Event = ReceivedEvent<unknown, unknown, object>;

/** Attributes by their CloudEvents names, `specversion` among them. */
export type CloudEventAttributes = ReadonlyMap<string, string>;

/** Before the name of a header of the contract, to make an attribute of it; others who carry Kafka over HTTP do the same. */
export const contractHeaderPrefix = 'kafkaheader';

/**
 * The attributes of an event: those of its record, else what is known of it, and the contract's own headers. A key that is
 * no text is given as JSON.
 */
export function attributesOf(event: Event, origin: EventOrigin | undefined): CloudEventAttributes {
  const known: readonly (readonly [string, string | undefined])[] = [
    ['specversion', '1.0'],
    ['id', event.id],
    ['source', event.source === '' ? `//${event.topic}` : event.source],
    ['type', event.type === '' ? event.name : event.type],
    ['time', event.time.toISOString()],
    ['subject', event.subject],
    ['partitionkey', keyText(event.key, origin)],
    ['correlationid', event.correlationId],
    ['causationid', event.causationId],
    ...Object.entries(event.headers).map(([name, value]) => [attributeName(name), headerValue(value)] as const),
  ];
  const attributes = new Map<string, string>();
  for (const [name, text] of known) if (text !== undefined && text !== '') attributes.set(name, text);
  for (const [name, text] of extensionsOf(origin?.record.headers)) {
    if (!attributes.has(name)) attributes.set(name, text);
  }
  return attributes;
}

/** CloudEvents has small letters and digits in names, and nothing else. */
export function attributeName(header: string): string {
  return `${contractHeaderPrefix}${header.toLowerCase().replaceAll(/[^a-z0-9]/g, '')}`;
}

/** Trace context of the record, by the names that HTTP has for it. */
export function traceOf(origin: EventOrigin | undefined): readonly (readonly [string, string])[] {
  return traceHeaders.flatMap((name) => {
    const text = readable(origin?.record.headers.get(name));
    return text === undefined ? [] : [[name, text] as const];
  });
}

function keyText(key: unknown, origin: EventOrigin | undefined): string | undefined {
  if (typeof key === 'string') return key;
  return origin === undefined ? undefined : JSON.stringify(jsonForm(origin.key).toJson(key));
}

function headerValue(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}

/** Attributes that the runtime does not know, such as `ce_sequence`. */
function extensionsOf(headers: WireHeaders = new Map()): readonly (readonly [string, string])[] {
  return [...headers].flatMap(([name, bytes]) => {
    const attribute = /^ce_([a-z0-9]+)$/.exec(name)?.[1];
    const text = readable(bytes);
    return attribute === undefined || text === undefined || text === '' ? [] : [[attribute, text] as const];
  });
}

function readable(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  try {
    return headerText('', bytes);
  } catch {
    return undefined;
  }
}
