import type { CloudEventAttributes } from './cloud-event.ts';

/** An event as a request holds it, by the HTTP binding of CloudEvents 1.0. */
export interface ArrivedEvent {
  readonly attributes: CloudEventAttributes;
  readonly content:
    | { readonly kind: 'json'; readonly json: unknown }
    | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
    /** The event has no value. */
    | { readonly kind: 'none' };
}

/** The request holds no event that could be taken; what it says goes to the caller. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
  }
}

/** Rejects with a `Refusal` where the request holds no event. */
export async function readRequest(request: Request, maxBytes: number): Promise<ArrivedEvent> {
  if (request.method !== 'POST') throw new Refusal(405, 'a function is called with POST');
  const bytes = await readBody(request, maxBytes);
  const type = (request.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type === 'application/cloudevents+json') return structuredEvent(bytes);
  if (request.headers.has('ce-specversion')) return binaryEvent(request.headers, type ?? '', bytes);
  throw new Refusal(415, 'the request holds no CloudEvent, in structured JSON or in binary mode');
}

async function readBody({ body }: Request, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > maxBytes) throw new Refusal(413, `the request has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function structuredEvent(bytes: Uint8Array): ArrivedEvent {
  const parsed = jsonOf(bytes);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new Refusal(400, 'the body is no CloudEvent in JSON');
  }
  const { data, ...rest }: Readonly<Record<string, unknown>> = { ...parsed };
  if (rest['specversion'] !== '1.0') throw new Refusal(400, 'the event is no CloudEvent of version 1.0');
  const attributes = new Map<string, string>();
  for (const [name, value] of Object.entries(rest)) if (typeof value === 'string') attributes.set(name, value);
  return { attributes, content: data === undefined ? { kind: 'none' } : { kind: 'json', json: data } };
}

function binaryEvent(headers: Headers, type: string, bytes: Uint8Array): ArrivedEvent {
  if (headers.get('ce-specversion') !== '1.0') throw new Refusal(400, 'the event is no CloudEvent of version 1.0');
  const attributes = new Map<string, string>();
  for (const [name, text] of headers) if (name.startsWith('ce-')) attributes.set(name.slice(3), percentDecoded(text));
  if (bytes.length === 0) return { attributes, content: { kind: 'none' } };
  if (type === 'application/json') return { attributes, content: { kind: 'json', json: jsonOf(bytes) } };
  if (type === 'application/avro') return { attributes, content: { kind: 'bytes', bytes } };
  throw new Refusal(
    415,
    `the value is ${type === '' ? 'of no type' : type}, application/avro and application/json are known`,
  );
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Refusal(400, 'the body is no JSON');
  }
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Refusal(400, 'a header of the event is not percent-encoded UTF-8');
  }
}
