import { type Meter, type MeterProvider, metrics, type TracerProvider, trace } from '@opentelemetry/api';
import type { Activity, Telemetry } from '../core/telemetry.ts';
import { errorTypes } from './error-types.ts';
import { counters, gauges, histograms, type Instrument, makeAll } from './instruments.ts';
import { measure, type Sink } from './measure.ts';
import { openReadings, type Readings } from './readings.ts';
import { conventionsUrl, durationBuckets } from './semantic-conventions.ts';
import { traceWork } from './trace.ts';

/** Under which spans and metrics stand. */
const scope = '@eventwright/runtime';

export interface OpenTelemetryOptions {
  /** Default: the one that is registered globally, if any. */
  readonly tracerProvider?: TracerProvider;
  /** Default: the one that is registered globally, if any. */
  readonly meterProvider?: MeterProvider;
  /** `messaging.system`. Default `kafka`. */
  readonly system?: string;
  /**
   * True: a handler's span belongs to the trace of its event, so that one trace shows a whole flow. Default: it begins a
   * trace of its own and links to the event's, as the conventions want it.
   */
  readonly oneTrace?: boolean;
}

export interface OpenTelemetry extends Telemetry {
  /** Observes levels no more. Providers are those who made them to shut down. */
  close(): void;
}

/** Spans and metrics by OpenTelemetry's API; what becomes of them is up to the program's SDK, and nothing without one. */
export function openTelemetry(options: OpenTelemetryOptions = {}): OpenTelemetry {
  const { system = 'kafka', oneTrace = false, tracerProvider = trace, meterProvider = metrics } = options;
  const errorType = errorTypes();
  const tracer = tracerProvider.getTracer(scope, undefined, { schemaUrl: conventionsUrl });
  const meter = meterProvider.getMeter(scope, undefined, { schemaUrl: conventionsUrl });
  const readings = openReadings();
  const stopObserving = observe(meter, readings);
  const measuring = measure({ sink: sinkOf(meter), system, errorType, now: () => performance.now() });
  const startSpan = traceWork({ tracer, system, errorType, oneTrace });
  return {
    start: (work) => joined(startSpan(work), measuring.start(work)),
    tell: measuring.tell,
    watch: readings.watch,
    close: () => {
      stopObserving();
      readings.close();
    },
  };
}

/** Measures within the span, and hands on its trace. */
function joined(span: Activity, measured: Activity): Activity {
  return {
    trace: span.trace,
    within: span.within,
    end: (end) => {
      measured.end(end);
      span.end(end);
    },
  };
}

function sinkOf(meter: Meter): Sink {
  const described = ({ unit, description }: Instrument) => ({ unit, description });
  const counts = makeAll(counters, (instrument) => meter.createCounter(instrument.name, described(instrument)));
  const durations = makeAll(histograms, (instrument) =>
    meter.createHistogram(instrument.name, {
      ...described(instrument),
      advice: { explicitBucketBoundaries: [...durationBuckets] },
    }),
  );
  return {
    add: (name, value, labels) => counts.get(name)?.add(value, labels),
    record: (name, seconds, labels) => durations.get(name)?.record(seconds, labels),
  };
}

/** Has levels read whenever metrics are collected, until the returned function is called. */
function observe(meter: Meter, readings: Readings): () => void {
  const levels = makeAll(gauges, ({ name, unit, description }) =>
    meter.createObservableGauge(name, { unit, description }),
  );
  const callback: Parameters<Meter['addBatchObservableCallback']>[0] = async (result) => {
    for (const { name, value, labels } of await readings.read()) {
      const gauge = levels.get(name);
      if (gauge !== undefined) result.observe(gauge, value, labels);
    }
  };
  const observed = [...levels.values()];
  meter.addBatchObservableCallback(callback, observed);
  return () => meter.removeBatchObservableCallback(callback, observed);
}
