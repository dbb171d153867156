import type { ReceivedEvent } from '../core/application.ts';
import { RuntimeError } from '../core/errors.ts';
import type { EventOrigin } from '../core/routes.ts';
import { type JsonForm, jsonForm } from '../registry/json/index.ts';
import { attributesOf, type CloudEventAttributes, traceOf } from './cloud-event.ts';

/**
 * How an event travels in a request, by the HTTP binding of CloudEvents 1.0. `structured`: as JSON, attributes and value. Or
 * `binary`: attributes as headers `ce-…`, and the bytes of the record as the body, the frame with the schema's id included.
 */
export type HttpMode = 'structured' | 'binary';

/** Headers and body of the request. */
export interface HttpContent {
  readonly headers: Headers;
  /** Undefined where the event has no value. */
  readonly body: Uint8Array<ArrayBuffer> | string | undefined;
}

type Event = ReceivedEvent<unknown, unknown, object>;
type MakeContent = (event: Event, origin: EventOrigin | undefined) => HttpContent;

/** What makes requests of events. It keeps the JSON forms of the schemas that it has met. */
export function contentMaker(mode: HttpMode): MakeContent {
  return mode === 'binary' ? binaryContent : structuredMaker();
}

function binaryContent(event: Event, origin: EventOrigin | undefined): HttpContent {
  const { record } = required(origin, 'binary');
  const headers = commonHeaders(event, origin);
  for (const [name, text] of attributesOf(event, origin)) headers.set(`ce-${name}`, percentEncoded(text));
  if (record.value === null) return { headers, body: undefined };
  headers.set('content-type', 'application/avro');
  return { headers, body: new Uint8Array(record.value) };
}

function structuredMaker(): MakeContent {
  const forms = new Map<unknown, JsonForm<unknown>>();
  return (event, origin) => {
    const { value: schema } = required(origin, 'structured');
    const form = forms.get(schema) ?? jsonForm(schema);
    forms.set(schema, form);
    const headers = commonHeaders(event, origin);
    headers.set('content-type', 'application/cloudevents+json; charset=utf-8');
    const data = event.value === null ? {} : { datacontenttype: 'application/json', data: form.toJson(event.value) };
    return { headers, body: JSON.stringify({ ...plain(attributesOf(event, origin)), ...data }) };
  };
}

/** With the event's id as the key by which a target may recognise what it has had before. */
function commonHeaders({ id }: Event, origin: EventOrigin | undefined): Headers {
  const headers = new Headers({ 'idempotency-key': `"${percentEncoded(id)}"` });
  for (const [name, text] of traceOf(origin)) if (/^[ -~]*$/.test(text)) headers.set(name, text);
  return headers;
}

const plain = (attributes: CloudEventAttributes): Readonly<Record<string, string>> => Object.fromEntries(attributes);

/** As the binding wants it: what is not printable ASCII, and space, quote and percent, as percent-encoded UTF-8. */
export function percentEncoded(text: string): string {
  return [...new TextEncoder().encode(text)]
    .map((byte) => {
      const isPlain = byte > 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x25;
      return isPlain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

function required(origin: EventOrigin | undefined, mode: HttpMode): EventOrigin {
  if (origin !== undefined) return origin;
  throw new RuntimeError(
    'CONFIGURATION_INVALID',
    `an HTTP function with ${mode} content needs the record that the event comes from; give it to receive() as it is, ` +
      'not inside of another handler such as `upcast`',
  );
}
