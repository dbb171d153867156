import { RuntimeError } from './errors.ts';
import { headerBytes, headerText } from './header-text.ts';
import type { StoredRecord, WireHeaders } from './transport.ts';

/** What CloudEvents 1.0 says about an event, its correlation extension included. */
export interface EventAttributes {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string | undefined;
  readonly time: Date;
  /** From when on its effect is of no use. */
  readonly expires?: Date;
  readonly correlationId: string;
  readonly causationId: string | undefined;
}

/** W3C trace context, handed on untouched from the event that is handled to those it leads to. */
export const traceHeaders = ['traceparent', 'tracestate', 'baggage'] as const;

/**
 * CloudEvents headers in Kafka's binary mode. There is no `ce_dataschema`: it has to be a URI, and where a registry
 * lives differs between environments; the schema's id is in the frame of the value.
 *
 * Throws `HEADER_INVALID` where an attribute that must say something is empty, or the time is none.
 */
export function encodeEventHeaders(
  attributes: EventAttributes,
  partitionKey?: string,
  headers: Map<string, Uint8Array> = new Map(),
): Map<string, Uint8Array> {
  const { id, type, source, subject, time, expires, correlationId, causationId } = attributes;
  if (Number.isNaN(time.getTime())) throw invalid('time', 'an invalid Date');
  if (expires !== undefined && Number.isNaN(expires.getTime())) throw invalid('expires', 'an invalid Date');
  const idBytes = headerBytes(stated('id', id));
  const subjectBytes = bytesOf(subject);
  headers.set('content-type', contentType);
  headers.set('ce_specversion', specVersion);
  headers.set('ce_id', idBytes);
  setStated(headers, 'ce_source', repeatedBytes(source));
  setStated(headers, 'ce_type', repeatedBytes(type));
  headers.set('ce_time', headerBytes(time.toISOString()));
  if (expires !== undefined) headers.set('ce_expirytime', headerBytes(expires.toISOString()));
  setStated(headers, 'ce_subject', subjectBytes);
  setStated(headers, 'ce_partitionkey', partitionKey === subject ? subjectBytes : bytesOf(partitionKey));
  const correlation = stated('correlationId', correlationId);
  headers.set('ce_correlationid', correlation === id ? idBytes : headerBytes(correlation));
  setStated(headers, 'ce_causationid', bytesOf(causationId));
  return headers;
}

const contentType = headerBytes('application/avro');
const specVersion = headerBytes('1.0');

/** CloudEvents has no empty attributes: one that says nothing is left out. */
function bytesOf(text: string | undefined): Uint8Array | undefined {
  return text === undefined || text === '' ? undefined : headerBytes(text);
}

function setStated(headers: Map<string, Uint8Array>, name: string, bytes: Uint8Array | undefined): void {
  if (bytes !== undefined) headers.set(name, bytes);
}

/** Bytes of texts that are the same in event after event. Nobody changes the bytes of a header. */
const repeated = new Map<string, Uint8Array>();
const mostRepeated = 256;

function repeatedBytes(text: string): Uint8Array | undefined {
  const known = repeated.get(text);
  if (known !== undefined) return known;
  const bytes = bytesOf(text);
  if (bytes !== undefined && repeated.size < mostRepeated) repeated.set(text, bytes);
  return bytes;
}

/**
 * The attributes of a record. Records of senders that know nothing of CloudEvents have some too: the position as id
 * and the time of the append. Throws `HEADER_INVALID` where a header is there but makes no sense.
 */
export function decodeEventHeaders(record: StoredRecord, type: string): EventAttributes {
  const text = (name: string): string | undefined => textOf(record.headers, name);
  const expires = expiryOf(text('ce_expirytime'));
  const id = text('ce_id') ?? `${record.topic}/${record.partition}/${record.offset}`;
  return {
    id,
    type: text('ce_type') ?? type,
    source: text('ce_source') ?? '',
    subject: text('ce_subject'),
    time: timeOf(record),
    ...(expires === undefined ? {} : { expires }),
    correlationId: text('ce_correlationid') ?? id,
    causationId: text('ce_causationid'),
  };
}

/** The header's text; undefined where it is missing or empty. Throws `HEADER_INVALID` where it is not UTF-8. */
export function textOf(headers: WireHeaders, name: string): string | undefined {
  const bytes = headers.get(name);
  return bytes === undefined || bytes.length === 0 ? undefined : headerText(name, bytes);
}

/** Those of the headers that carry the trace. */
export function traceOf(headers: WireHeaders): WireHeaders {
  let trace: Map<string, Uint8Array> | undefined;
  for (const name of traceHeaders) {
    const bytes = headers.get(name);
    if (bytes === undefined) continue;
    trace ??= new Map();
    trace.set(name, bytes);
  }
  return trace ?? noTrace;
}

const noTrace: WireHeaders = new Map();

/** The record with another trace context; where that is empty, with its own. */
export function withTrace<R extends { readonly headers: WireHeaders }>(record: R, trace: WireHeaders): R {
  if (trace.size === 0) return record;
  const headers = new Map(record.headers);
  for (const name of traceHeaders) headers.delete(name);
  for (const [name, bytes] of trace) headers.set(name, bytes);
  return { ...record, headers };
}

/** A hint that makes no sense is none: nobody has to heed it. */
function expiryOf(text: string | undefined): Date | undefined {
  const time = new Date(text ?? Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

function timeOf(record: StoredRecord): Date {
  const text = textOf(record.headers, 'ce_time');
  if (text === undefined) return new Date(record.timestamp);
  const time = /^\d{4}-\d{2}-\d{2}T/i.test(text) ? new Date(text) : new Date(Number.NaN);
  if (Number.isNaN(time.getTime())) {
    throw new RuntimeError('HEADER_INVALID', `header "ce_time" is "${text.slice(0, 80)}", expected an RFC 3339 time`);
  }
  return time;
}

function stated(attribute: string, text: string): string {
  if (text === '') throw invalid(attribute, 'empty');
  return text;
}

function invalid(attribute: string, what: string): RuntimeError {
  return new RuntimeError('HEADER_INVALID', `"${attribute}" is ${what}; leave it out to get the default`);
}
