import {
  type Baggage,
  type BaggageEntry,
  baggageEntryMetadataFromString,
  type Context,
  createTraceState,
  isSpanContextValid,
  propagation,
  type SpanContext,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { headerBytes } from '../core/header-text.ts';
import { textOf } from '../core/headers.ts';
import type { WireHeaders } from '../core/transport.ts';

/*
 * W3C trace context and baggage as headers. The names are part of the contract, so they do not depend on which propagators
 * the program has registered.
 */

/** Baggage that is longer, in bytes, is not handed on: W3C lets everybody drop it from here. */
const longestBaggage = 8_192;

/** The context that wrote the headers; undefined where they say none, or nonsense. */
export function spanContextIn(headers: WireHeaders): SpanContext | undefined {
  const parts = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})/.exec(readable(headers, 'traceparent'));
  const [, traceId = '', spanId = '', flags = ''] = parts ?? [];
  const state = readable(headers, 'tracestate');
  const context: SpanContext = {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED,
    isRemote: true,
    ...(state === '' ? {} : { traceState: createTraceState(state) }),
  };
  return isSpanContextValid(context) ? context : undefined;
}

/** The given context, with the baggage of the headers. */
export function withBaggageOf(headers: WireHeaders, context: Context): Context {
  const entries = readable(headers, 'baggage').split(',').flatMap(entriesOf);
  if (entries.length === 0) return context;
  return propagation.setBaggage(context, propagation.createBaggage(Object.fromEntries(entries)));
}

/** Headers that hand on the context's span and baggage; none where it has no span. */
export function headersOf(context: Context): WireHeaders {
  const span = trace.getSpanContext(context);
  if (span === undefined || !isSpanContextValid(span)) return new Map<string, Uint8Array>();
  const flags = span.traceFlags.toString(16).padStart(2, '0');
  const texts = [
    ['traceparent', `00-${span.traceId}-${span.spanId}-${flags}`],
    ['tracestate', span.traceState?.serialize() ?? ''],
    ['baggage', baggageText(propagation.getBaggage(context))],
  ] as const;
  return new Map(texts.filter(([, text]) => text !== '').map(([name, text]) => [name, headerBytes(text)] as const));
}

/** Text of a header; empty where it is missing or not UTF-8. */
function readable(headers: WireHeaders, name: string): string {
  try {
    return textOf(headers, name) ?? '';
  } catch {
    return '';
  }
}

/** One, or none where it makes no sense. */
function entriesOf(member: string): readonly (readonly [string, BaggageEntry])[] {
  const [pair = '', ...properties] = member.split(';');
  const [name = '', value] = pair.split('=', 2).map((part) => part.trim());
  if (name === '' || value === undefined) return [];
  const metadata = properties.length === 0 ? {} : { metadata: baggageEntryMetadataFromString(properties.join(';')) };
  try {
    return [[name, { value: decodeURIComponent(value), ...metadata }]];
  } catch {
    return [];
  }
}

function baggageText(baggage: Baggage | undefined): string {
  const members = (baggage?.getAllEntries() ?? []).map(([name, { value, metadata }]) => {
    const properties = metadata === undefined ? '' : `;${metadata.toString()}`;
    return `${name}=${encodeURIComponent(value)}${properties}`;
  });
  const text = members.join(',');
  return text.length > longestBaggage ? '' : text;
}
