import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { AggregationTemporality, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import {
  BatchSpanProcessor,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ClientOptions } from '../core/client.ts';
import { createClient } from '../core/create-client.ts';
import type { Telemetry } from '../core/telemetry.ts';
import { jsonRegistry } from '../core/testing/json-registry.ts';
import {
  deadLetterChannels,
  type OrdersHandlers,
  ordersApplication,
  ordersChannel,
  stockChannel,
} from '../core/testing/orders-application.ts';
import type { Transport } from '../core/transport.ts';
import { openDelivery } from '../delivery/index.ts';
import { openMemoryLog } from '../embedded/index.ts';
import { openPglite } from '../postgres/index.ts';
import { openPrometheus } from './open-prometheus.ts';
import { openTelemetry } from './open-telemetry.ts';

vi.setConfig({ testTimeout: 60_000 });

let transport: Transport;

beforeEach(async () => {
  transport = openMemoryLog();
  await transport.ensureTopics([ordersChannel, stockChannel, ...deadLetterChannels]);
});

afterEach(() => transport.close());

const until = (condition: () => void): Promise<void> => vi.waitFor(condition, { timeout: 30_000, interval: 10 });

const handlers: OrdersHandlers = {
  orderPlaced: async ({ key }, ctx) => {
    await ctx.send.orderConfirmed({ key, value: { order: key } });
  },
  orderConfirmed: async () => undefined,
  stockChanged: async () => undefined,
};

const placed = (order: string) => ({
  key: order,
  value: { order, total: 3 },
  headers: { sales_channel: 'app' } as const,
});

async function startOrders(options: Partial<ClientOptions>) {
  const orders = createClient(ordersApplication, { transport, registry: jsonRegistry(), ...options });
  const running = await orders.receive(handlers);
  onTestFinished(() => running.close());
  return { orders, running };
}

describe('the spans of a flow through outbox and log', () => {
  beforeEach(() => context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()));
  afterEach(() => context.disable());

  it('lead from the request to the handlers, past the relay', async () => {
    const exporter = new InMemorySpanExporter();
    const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
    const telemetry = openTelemetry({ tracerProvider });
    onTestFinished(() => telemetry.close());
    const pglite = await openPglite();
    onTestFinished(() => pglite.close());
    const delivery = await openDelivery({
      database: await pglite.database('orders'),
      transport,
      telemetry: [telemetry],
    });
    const { orders, running } = await startOrders({ delivery, telemetry: [telemetry] });

    const request = tracerProvider.getTracer('http').startSpan('POST /orders');
    await context.with(trace.setSpan(context.active(), request), () =>
      orders.transaction(({ send }) => send.orderPlaced(placed('o-1'))),
    );
    request.end();
    await until(() => expect(running.accounting.applied).toBe(2));
    await running.close();
    await delivery.close();

    const spans = exporter.getFinishedSpans();
    const named = (name: string): readonly ReadableSpan[] => spans.filter((span) => span.name === name);
    const idOf = (span: ReadableSpan | undefined) => span?.spanContext().spanId;
    const linked = (span: ReadableSpan | undefined) => span?.links.map((link) => link.context.spanId);
    const [placing, confirming] = named('create shop.orders');
    const [handlingPlaced, handlingConfirmed] = named('process shop.orders');
    expect(placing?.parentSpanContext?.spanId).toBe(request.spanContext().spanId);
    expect(linked(handlingPlaced)).toEqual([idOf(placing)]);
    expect(confirming?.parentSpanContext?.spanId).toBe(idOf(handlingPlaced));
    expect(linked(handlingConfirmed)).toEqual([idOf(confirming)]);
    // A relay publishes at least once: on a slow machine it may have lost its lease, and done so twice.
    const sent = new Set(named('send shop.orders').flatMap(linked));
    expect([...sent]).toEqual([idOf(placing), idOf(confirming)]);
  });
});

describe('an exporter that never answers', () => {
  it('changes nothing for those who send and handle', async () => {
    const never = () => undefined;
    const spans = { export: never, shutdown: async () => undefined, forceFlush: async () => undefined };
    const tracerProvider = new TracerProvider({
      spanProcessors: [new BatchSpanProcessor({ exporter: spans, maxQueueSize: 64, maxExportBatchSize: 16 })],
    });
    const asked = vi.fn(never);
    const exporter = { ...spans, export: asked, selectAggregationTemporality: () => AggregationTemporality.DELTA };
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 20, exportTimeoutMillis: 20 });
    const meterProvider = new MeterProvider({ readers: [reader] });
    const telemetry = openTelemetry({ tracerProvider, meterProvider });
    onTestFinished(() => telemetry.close());
    const { orders, running } = await startOrders({ telemetry: [telemetry] });
    const keys = Array.from({ length: 300 }, (_, at) => `o-${at}`);
    await Promise.all(keys.map((key) => orders.send.orderPlaced(placed(key))));
    await until(() => expect(running.accounting).toMatchObject({ received: 600, applied: 600 }));
    await until(() => expect(asked).toHaveBeenCalled());
  });
});

describe('metrics of clients at work', () => {
  it('count what the accounting counts', async () => {
    const prometheus = openPrometheus();
    onTestFinished(() => prometheus.close());
    const fail = () => {
      throw new Error('no collector');
    };
    const broken: Telemetry = { start: fail, tell: () => Promise.reject(new Error('no collector')), watch: fail };
    const { orders, running } = await startOrders({ telemetry: [prometheus, broken] });
    for (const key of ['o-1', 'o-2', 'o-3']) await orders.send.orderPlaced(placed(key));
    await until(() => expect(running.accounting).toMatchObject({ received: 6, applied: 6 }));
    const text = await prometheus.text();
    expect(text).toMatch(/^settled_messages_total\{.*outcome="applied"\} 6$/m);
    expect(text).toMatch(/^messaging_client_consumed_messages_total\{.*\} 6$/m);
    expect(text).toMatch(/^in_flight\{application="orders"\} 0$/m);
    expect(text).toMatch(/^telemetry_dropped_total\{cause="threw"\} \d+$/m);
  });
});
