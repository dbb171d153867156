import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { AlwaysOffSampler, InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RuntimeError } from '../core/errors.ts';
import { describeWork } from './describe-work.ts';
import { type OpenTelemetry, openTelemetry } from './open-telemetry.ts';
import {
  headersOfTexts,
  place,
  processing,
  sentEvent,
  storedRecord,
  traceId,
  traceparent,
} from './testing/example-work.ts';

const exporter = new InMemorySpanExporter();
const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
let telemetry: OpenTelemetry;

beforeEach(() => {
  exporter.reset();
  telemetry = openTelemetry({ tracerProvider });
});

afterEach(() => telemetry.close());

const textOf = (headers: ReadonlyMap<string, Uint8Array>, name: string) => new TextDecoder().decode(headers.get(name));

const [onlySpan, spans] = [() => exporter.getFinishedSpans()[0], () => exporter.getFinishedSpans()];

describe('spans', () => {
  it('say of a send what the conventions ask for', () => {
    const position = { topic: 'shop.orders', partition: 5, offset: 7n };
    telemetry.start({ kind: 'send', ...sentEvent() }).end({ position });
    expect(onlySpan()).toMatchObject({ name: 'send shop.orders', kind: SpanKind.PRODUCER });
    expect(onlySpan()?.attributes).toEqual({
      'messaging.system': 'kafka',
      'messaging.operation.name': 'send',
      'messaging.operation.type': 'send',
      'messaging.destination.name': 'shop.orders',
      'messaging.destination.partition.id': '5',
      'messaging.kafka.offset': 7,
      'messaging.message.id': 'event-1',
      'messaging.message.conversation_id': 'flow-1',
      'messaging.message.body.size': 12,
    });
  });

  it('say of a handler what the conventions ask for', () => {
    telemetry.start(processing()).end({});
    expect(onlySpan()).toMatchObject({ name: 'process shop.orders', kind: SpanKind.CONSUMER });
    expect(onlySpan()?.attributes).toEqual({
      'messaging.system': 'kafka',
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.destination.name': 'shop.orders',
      'messaging.destination.partition.id': '3',
      'messaging.consumer.group.name': 'billing',
      'messaging.kafka.offset': 42,
      'messaging.message.id': 'event-1',
      'messaging.message.conversation_id': 'flow-1',
    });
  });

  it('tell tombstones apart', () => {
    telemetry.start({ kind: 'send', ...sentEvent({ value: null }) }).end({});
    expect(onlySpan()?.attributes).toMatchObject({ 'messaging.kafka.message.tombstone': true });
  });

  it('are of the kinds that the conventions ask for', () => {
    telemetry.start({ kind: 'create', ...sentEvent() }).end({});
    telemetry.start({ kind: 'relay', records: [storedRecord()] }).end({});
    telemetry.start({ kind: 'receive', ...place, records: [storedRecord()] }).end({});
    telemetry.start({ kind: 'settle', ...place, offset: 43n }).end({});
    expect(spans().map(({ name, kind }) => [name, kind])).toEqual([
      ['create shop.orders', SpanKind.PRODUCER],
      ['send shop.orders', SpanKind.CLIENT],
      ['poll shop.orders', SpanKind.CLIENT],
      ['commit shop.orders', SpanKind.CLIENT],
    ]);
  });

  it('hand their context on with the event, and the handler links to it from a trace of its own', () => {
    const created = telemetry.start({ kind: 'create', ...sentEvent() });
    created.end({});
    telemetry.start({ kind: 'relay', records: [storedRecord({ headers: created.trace })] }).end({});
    telemetry.start(processing(created.trace)).end({});
    const [create, relay, process] = spans();
    expect(relay?.links.map(({ context }) => context.spanId)).toEqual([create?.spanContext().spanId]);
    expect(process?.links.map(({ context }) => context.spanId)).toEqual([create?.spanContext().spanId]);
    expect(process?.spanContext().traceId).not.toBe(create?.spanContext().traceId);
  });

  it('share the trace of the event where that is asked for', () => {
    telemetry.close();
    telemetry = openTelemetry({ tracerProvider, oneTrace: true });
    telemetry.start(processing(headersOfTexts({ traceparent }))).end({});
    expect(onlySpan()).toMatchObject({ parentSpanContext: { traceId, spanId: 'b7ad6b7169203331' } });
    expect(onlySpan()?.links).toHaveLength(1);
  });

  it('of sends belong to the handler that sends, whether or not a context manager is there', () => {
    const handler = telemetry.start(processing());
    telemetry.start({ kind: 'send', ...sentEvent({ headers: handler.trace }) }).end({});
    handler.end({});
    const [send, process] = spans();
    expect(send?.parentSpanContext?.spanId).toBe(process?.spanContext().spanId);
  });

  it('link to at most 128 messages of a batch', () => {
    const records = Array.from({ length: 500 }, () => storedRecord({ headers: headersOfTexts({ traceparent }) }));
    // The SDK would cut them, too, but the list is made before.
    expect(describeWork({ kind: 'receive', ...place, records }, false).links).toHaveLength(128);
    telemetry.start({ kind: 'receive', ...place, records }).end({});
    expect(onlySpan()?.attributes['messaging.batch.message_count']).toBe(500);
  });

  it('name no topic where a batch goes to several', () => {
    telemetry.start({ kind: 'relay', records: [storedRecord(), storedRecord({ topic: 'shop.stock' })] }).end({});
    expect(onlySpan()?.name).toBe('send');
  });

  it.each([
    ['a runtime error', new RuntimeError('TRANSPORT_FAILED', 'why'), 'TRANSPORT_FAILED'],
    ['a thrown text', 'why', 'string'],
  ])('say that work has failed with %s', (_, error, type) => {
    telemetry.start(processing()).end({ error });
    expect(onlySpan()?.status.code).toBe(SpanStatusCode.ERROR);
    expect(onlySpan()?.attributes['error.type']).toBe(type);
    expect(onlySpan()?.events.map(({ name }) => name)).toEqual(['exception']);
  });

  it('end even where an error cannot be shown', () => {
    const unspeakable = { toString: () => expect.unreachable() };
    expect(() => telemetry.start(processing()).end({ error: unspeakable })).toThrow();
    expect(spans()).toHaveLength(1);
  });

  it('that are sampled out still hand the decision on', () => {
    const off = openTelemetry({ tracerProvider: new TracerProvider({ sampler: new AlwaysOffSampler() }) });
    const { trace } = off.start({ kind: 'send', ...sentEvent() });
    expect(textOf(trace, 'traceparent')).toMatch(/-00$/);
    off.close();
  });

  it('are none without an SDK, and headers stay as they are', async () => {
    const silent = openTelemetry();
    const activity = silent.start(processing());
    expect([...activity.trace]).toEqual([]);
    await expect(activity.within(async () => 'done')).resolves.toBe('done');
    activity.end({});
    silent.close();
  });
});

describe('spans with a context manager', () => {
  beforeEach(() => context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()));
  afterEach(() => context.disable());

  it('are active in the handler, with the baggage of the event', async () => {
    const activity = telemetry.start(processing(headersOfTexts({ traceparent, baggage: 'tenant=acme' })));
    const sent = await activity.within(async () => {
      await Promise.resolve();
      tracerProvider.getTracer('own').startSpan('query').end();
      return telemetry.start({ kind: 'send', ...sentEvent({ headers: activity.trace }) }).trace;
    });
    activity.end({});
    const [query, process] = spans();
    expect(query?.parentSpanContext?.spanId).toBe(process?.spanContext().spanId);
    expect(textOf(sent, 'baggage')).toBe('tenant=acme');
  });

  it('of events from a request belong to the request, not to what the event says', async () => {
    const request = tracerProvider.getTracer('own').startSpan('request');
    context.with(trace.setSpan(context.active(), request), () => {
      telemetry.start({ kind: 'create', ...sentEvent({ headers: headersOfTexts({ traceparent }) }) }).end({});
    });
    expect(onlySpan()?.parentSpanContext?.spanId).toBe(request.spanContext().spanId);
  });
});
