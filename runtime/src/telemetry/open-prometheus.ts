import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Telemetry } from '../core/telemetry.ts';
import { errorTypes } from './error-types.ts';
import { counters, gauges, histograms, type Instrument, type Labels, makeAll } from './instruments.ts';
import { measure, type Sink } from './measure.ts';
import { openReadings } from './readings.ts';
import { durationBuckets } from './semantic-conventions.ts';

export interface PrometheusOptions {
  /** `messaging.system`. Default `kafka`. */
  readonly system?: string;
}

/** Metrics as Prometheus scrapes them. */
export interface Prometheus extends Telemetry {
  /** Holds the metrics; others may be added, such as those of `collectDefaultMetrics({ register: registry })`. */
  readonly registry: Registry;
  /** What `text` is, for the answer's header. */
  readonly contentType: string;
  /** All metrics of now, in Prometheus's text format. */
  text(): Promise<string>;
  /** Looks at the event loop no more. */
  close(): void;
}

/** Keeps metrics in a registry of its own. */
export function openPrometheus({ system = 'kafka' }: PrometheusOptions = {}): Prometheus {
  const registry = new Registry();
  const metrics = metricsIn(registry);
  const readings = openReadings();
  const sink: Sink = {
    add: (name, value, labels) => metrics.counters.get(name)?.inc(prometheusLabels(labels), value),
    record: (name, seconds, labels) => metrics.histograms.get(name)?.observe(prometheusLabels(labels), seconds),
  };
  return {
    ...measure({ sink, system, errorType: errorTypes(), now: () => performance.now() }),
    watch: readings.watch,
    registry,
    contentType: registry.contentType,
    text: async () => {
      const levels = await readings.read();
      for (const level of metrics.gauges.values()) level.forget();
      for (const { name, value, labels } of levels)
        metrics.gauges.get(name)?.gauge.set(prometheusLabels(labels), value);
      return registry.metrics();
    },
    close: readings.close,
  };
}

interface Metrics {
  readonly counters: ReadonlyMap<string, Counter>;
  readonly histograms: ReadonlyMap<string, Histogram>;
  readonly gauges: ReadonlyMap<string, ForgetfulGauge>;
}

interface ForgetfulGauge {
  readonly gauge: Gauge;
  /** Drops all levels, so that those of what is no longer there do not stay. */
  forget(): void;
}

/** All instruments, made for the registry, by the names that they have here. */
function metricsIn(registry: Registry): Metrics {
  const described = (instrument: Instrument) => ({
    name: prometheusName(instrument),
    help: instrument.description,
    labelNames: instrument.labels.map(underscored),
    registers: [registry],
  });
  return {
    counters: makeAll(counters, (counter) => {
      const description = described(counter);
      return new Counter({ ...description, name: `${description.name}_total` });
    }),
    histograms: makeAll(
      histograms,
      (histogram) => new Histogram({ ...described(histogram), buckets: [...durationBuckets] }),
    ),
    gauges: makeAll(gauges, (instrument) => {
      const gauge = new Gauge(described(instrument));
      // To reset a gauge without labels makes it 0.
      return { gauge, forget: () => (instrument.labels.length === 0 ? gauge.remove() : gauge.reset()) };
    }),
  };
}

/** As OpenTelemetry's exporters for Prometheus do it: underscores, and seconds said in the name. */
function prometheusName({ name, unit }: Instrument): string {
  return unit === 's' ? `${underscored(name)}_seconds` : underscored(name);
}

const underscored = (name: string): string => name.replaceAll('.', '_');

function prometheusLabels(labels: Labels): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [underscored(name), value]));
}
