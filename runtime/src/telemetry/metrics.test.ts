import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../core/errors.ts';
import type { Telemetry } from '../core/telemetry.ts';
import { openPrometheus } from './open-prometheus.ts';
import { openTelemetry } from './open-telemetry.ts';
import { place, processing, sentEvent, storedRecord } from './testing/example-work.ts';

/** A bit of everything. */
function work(telemetry: Telemetry): void {
  telemetry.start({ kind: 'create', ...sentEvent() }).end({});
  telemetry
    .start({ kind: 'relay', records: [storedRecord(), storedRecord(), storedRecord({ topic: 'shop.stock' })] })
    .end({});
  telemetry.start({ kind: 'send', ...sentEvent() }).end({ error: new RuntimeError('TRANSPORT_FAILED', 'why') });
  telemetry.start({ kind: 'receive', ...place, records: [storedRecord(), storedRecord()] }).end({});
  telemetry.start(processing()).end({});
  telemetry.start({ kind: 'settle', ...place, offset: 44n }).end({});
  telemetry.tell({ kind: 'settled', ...place, outcome: 'applied' });
  telemetry.tell({ kind: 'settled', ...place, outcome: 'deduplicated' });
  telemetry.tell({ kind: 'settled', ...place, outcome: 'dead' });
  telemetry.tell({ kind: 'buried', ...place, reason: 'poison' });
  telemetry.tell({ kind: 'assigned', ...place });
  telemetry.tell({ kind: 'revoked', ...place });
  telemetry.tell({ kind: 'stalled', group: 'billing' });
  telemetry.tell({ kind: 'gap', group: 'billing' });
  telemetry.tell({ kind: 'grown', group: 'billing' });
  telemetry.tell({ kind: 'expired', what: 'event', ...place });
  telemetry.tell({ kind: 'expired', what: 'request', ...place });
  telemetry.tell({ kind: 'dropped', cause: 'slow', calls: 4 });
  telemetry.watch(async () => [
    { name: 'outbox_rows', value: 12 },
    { name: 'outbox_oldest_age', value: 1.5 },
    { name: 'parked_keys', value: 2, labels: { state: 'waiting' } },
  ]);
}

/** A line of Prometheus's text, its frequent labels in short. */
const brief = (line: string): string =>
  line
    .replace('messaging_system="kafka",messaging_operation_name', 'KAFKA')
    .replace('messaging_consumer_group_name="billing",messaging_destination_name="shop.orders"', 'OF')
    .replace('messaging_consumer_group_name', 'GROUP')
    .replace('messaging_destination_name', 'TOPIC');

describe('metrics for Prometheus', () => {
  it('have the names that exporters of OpenTelemetry give them', async () => {
    const prometheus = openPrometheus();
    work(prometheus);
    const lines = (await prometheus.text()).split('\n');
    prometheus.close();
    expect(
      lines
        .filter((line) => !/^#|_bucket|_sum|^event_loop_lag|^$/.test(line))
        .map(brief)
        .toSorted(),
    ).toEqual([
      'dedupe_total{OF} 1',
      'dlq_total{OF,reason="poison"} 1',
      'expired_events_total{OF} 1',
      'expired_requests_total{OF} 1',
      'messaging_client_consumed_messages_total{KAFKA="poll",OF} 2',
      'messaging_client_operation_duration_seconds_count{KAFKA="commit",messaging_operation_type="settle",OF} 1',
      'messaging_client_operation_duration_seconds_count{KAFKA="send",error_type="TRANSPORT_FAILED",messaging_operation_type="send",TOPIC="shop.orders"} 1',
      'messaging_client_operation_duration_seconds_count{KAFKA="send",messaging_operation_type="send"} 1',
      'messaging_client_sent_messages_total{KAFKA="send",TOPIC="shop.orders"} 2',
      'messaging_client_sent_messages_total{KAFKA="send",TOPIC="shop.stock"} 1',
      'messaging_client_sent_messages_total{KAFKA="send",error_type="TRANSPORT_FAILED",TOPIC="shop.orders"} 1',
      'messaging_process_duration_seconds_count{KAFKA="process",OF} 1',
      'outbox_oldest_age_seconds 1.5',
      'outbox_rows 12',
      'parked_keys{state="waiting"} 2',
      'partitions_added_total{GROUP="billing"} 1',
      'position_gap_total{GROUP="billing"} 1',
      'rebalance_total{OF,change="assigned"} 1',
      'rebalance_total{OF,change="revoked"} 1',
      'settled_messages_total{OF,outcome="applied"} 1',
      'settled_messages_total{OF,outcome="dead"} 1',
      'settled_messages_total{OF,outcome="deduplicated"} 1',
      'stall_total{GROUP="billing"} 1',
      'telemetry_dropped_total{cause="slow"} 4',
    ]);
  });

  it('forget levels that are no longer there', async () => {
    const prometheus = openPrometheus();
    const unwatch = prometheus.watch(async () => [
      { name: 'outbox_rows', value: 12 },
      { name: 'parked_keys', value: 2, labels: { state: 'waiting' } },
    ]);
    await expect(prometheus.text()).resolves.toContain('outbox_rows 12');
    unwatch();
    const text = await prometheus.text();
    prometheus.close();
    expect(text).not.toMatch(/^(outbox_rows|parked_keys)/m);
  });

  it('say how late the event loop is', async () => {
    const prometheus = openPrometheus();
    const lag = async () => Number(/^event_loop_lag_seconds (\S+)$/m.exec(await prometheus.text())?.[1]);
    await expect.poll(lag).toBeGreaterThanOrEqual(0);
    await expect
      .poll(
        async () => {
          // Many turns in time, so that the one that is late is rare.
          await new Promise((resolve) => setTimeout(resolve, 2_500));
          const end = performance.now() + 150;
          while (performance.now() < end);
          await new Promise((resolve) => setTimeout(resolve, 30));
          return lag();
        },
        { timeout: 20_000 },
      )
      .toBeGreaterThan(0.1);
    prometheus.close();
  });
});

describe('metrics for OpenTelemetry', () => {
  it('have the names and units of the conventions', async () => {
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 60_000 });
    const meterProvider = new MeterProvider({ readers: [reader] });
    const telemetry = openTelemetry({ meterProvider });
    work(telemetry);
    await meterProvider.forceFlush();
    const metrics = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));
    telemetry.close();
    await meterProvider.shutdown();
    expect(metrics.map(({ descriptor: { name, unit } }) => `${name} ${unit}`).toSorted()).toEqual([
      'dedupe {message}',
      'dlq {message}',
      'event_loop_lag s',
      'expired_events {message}',
      'expired_requests {message}',
      'messaging.client.consumed.messages {message}',
      'messaging.client.operation.duration s',
      'messaging.client.sent.messages {message}',
      'messaging.process.duration s',
      'outbox_oldest_age s',
      'outbox_rows {row}',
      'parked_keys {key}',
      'partitions_added {topic}',
      'position_gap {gap}',
      'rebalance {partition}',
      'settled_messages {message}',
      'stall {stall}',
      'telemetry_dropped {call}',
    ]);
    const consumed = metrics.find(({ descriptor }) => descriptor.name === 'messaging.client.consumed.messages');
    expect(consumed?.dataPoints).toMatchObject([
      {
        value: 2,
        attributes: {
          'messaging.system': 'kafka',
          'messaging.operation.name': 'poll',
          'messaging.destination.name': 'shop.orders',
          'messaging.consumer.group.name': 'billing',
        },
      },
    ]);
  });

  it('are observed no more once it is closed', async () => {
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 60_000 });
    const meterProvider = new MeterProvider({ readers: [reader] });
    const telemetry = openTelemetry({ meterProvider });
    telemetry.watch(async () => expect.unreachable());
    telemetry.close();
    await meterProvider.forceFlush();
    await meterProvider.shutdown();
    expect(exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics)).toEqual([]);
  });
});
