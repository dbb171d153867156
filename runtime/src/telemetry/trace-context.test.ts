import { propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headersOf, spanContextIn, withBaggageOf } from './trace-context.ts';

const headers = (texts: Readonly<Record<string, string>>) =>
  new Map(Object.entries(texts).map(([name, text]) => [name, new TextEncoder().encode(text)]));

const texts = (given: ReadonlyMap<string, Uint8Array>) =>
  Object.fromEntries([...given].map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]));

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('trace context in headers', () => {
  it('is what W3C calls it', () => {
    expect(spanContextIn(headers({ traceparent, tracestate: 'vendor=1' }))).toMatchObject({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      traceFlags: 1,
      isRemote: true,
    });
  });

  it('comes back as it was', () => {
    const given = { traceparent, tracestate: 'vendor=1,other=2', baggage: 'tenant=acme%20inc;ttl=3,user=7' };
    const span = spanContextIn(headers(given));
    const context = withBaggageOf(headers(given), ROOT_CONTEXT);
    expect(span && texts(headersOf(trace.setSpanContext(context, span)))).toEqual(given);
  });

  it.each([
    ['no header', {}],
    ['another version that is forbidden', { traceparent: traceparent.replace(/^00/, 'ff') }],
    ['a trace of zeros', { traceparent: `00-${'0'.repeat(32)}-b7ad6b7169203331-01` }],
    ['upper case', { traceparent: traceparent.toUpperCase() }],
    ['text that is cut off', { traceparent: traceparent.slice(0, 40) }],
  ])('is none with %s', (_, given) => {
    expect(spanContextIn(headers(given))).toBeUndefined();
  });

  it('survives any bytes', () => {
    const bytes = fc.uint8Array({ maxLength: 80 });
    fc.assert(
      fc.property(bytes, bytes, bytes, (parent, state, baggage) => {
        const given = new Map([
          ['traceparent', parent],
          ['tracestate', state],
          ['baggage', baggage],
        ]);
        spanContextIn(given);
        withBaggageOf(given, ROOT_CONTEXT);
      }),
      { numRuns: 200 },
    );
  });

  it('takes readable baggage and leaves the rest', () => {
    const context = withBaggageOf(headers({ baggage: 'a=1, b = 2;p=q ,no-value,=nobody,c=%E0%A4%A' }), ROOT_CONTEXT);
    const entries = propagation.getBaggage(context)?.getAllEntries() ?? [];
    expect(entries.map(([name, { value }]) => [name, value])).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  });

  it('hands on no baggage that is longer than others take', () => {
    const span = spanContextIn(headers({ traceparent }));
    const baggage = propagation.createBaggage({ much: { value: 'x'.repeat(8_192) } });
    const context = propagation.setBaggage(ROOT_CONTEXT, baggage);
    expect(span && texts(headersOf(trace.setSpanContext(context, span)))).toEqual({ traceparent });
  });
});
