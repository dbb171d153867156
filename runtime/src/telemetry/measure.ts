import type { Activity, Fact, Telemetry, Work, WorkEnd } from '../core/telemetry.ts';
import type { OutgoingRecord } from '../core/transport.ts';
import type { ErrorTypeOf } from './error-types.ts';
import type { CounterName, HistogramName, Labels } from './instruments.ts';
import { attribute, operations } from './semantic-conventions.ts';

/** Where measurements go. */
export interface Sink {
  add(counter: CounterName, value: number, labels: Labels): void;
  /** A duration in seconds. */
  record(histogram: HistogramName, seconds: number, labels: Labels): void;
}

export interface MeasureOptions {
  readonly sink: Sink;
  /** `messaging.system`. */
  readonly system: string;
  readonly errorType: ErrorTypeOf;
  /** Milliseconds that only grow. */
  readonly now: () => number;
}

const noTrace = new Map<string, Uint8Array>();

/** Turns what the runtime says into measurements. */
export function measure(options: MeasureOptions): Pick<Telemetry, 'start' | 'tell'> {
  return {
    start: (work) => measureWork(work, options),
    tell: (fact) => measureFact(fact, options.sink),
  };
}

function measureWork(work: Work, options: MeasureOptions): Activity {
  const { sink, system, now } = options;
  const start = now();
  if (work.kind === 'receive') {
    const { group, topic, records } = work;
    const labels = { [attribute.system]: system, [attribute.operationName]: operations.receive.name };
    sink.add('consumed', records.length, { ...labels, [attribute.group]: group, [attribute.destination]: topic });
  }
  return {
    trace: noTrace,
    within: (run) => run(),
    end: (end) => measureEnd(work, end, { ...options, seconds: (now() - start) / 1000 }),
  };
}

function measureEnd(
  work: Work,
  { error }: WorkEnd,
  { sink, system, errorType, seconds }: MeasureOptions & { readonly seconds: number },
): void {
  const labels: Labels = {
    [attribute.system]: system,
    [attribute.operationName]: operations[work.kind].name,
    ...(error === undefined ? {} : { [attribute.errorType]: errorType(error) }),
  };
  const typed = { ...labels, [attribute.operationType]: operations[work.kind].type };
  switch (work.kind) {
    case 'send':
    case 'relay': {
      const topics = countByTopic(work.kind === 'send' ? [work.record] : work.records);
      for (const [topic, count] of topics) sink.add('sent', count, { ...labels, [attribute.destination]: topic });
      const [only] = topics.keys();
      const isOne = topics.size === 1 && only !== undefined;
      sink.record('operation', seconds, isOne ? { ...typed, [attribute.destination]: only } : typed);
      return;
    }
    case 'settle':
      sink.record('operation', seconds, {
        ...typed,
        [attribute.group]: work.group,
        [attribute.destination]: work.topic,
      });
      return;
    case 'process':
      sink.record('process', seconds, {
        ...labels,
        [attribute.group]: work.group,
        [attribute.destination]: work.topic,
      });
      return;
    case 'create':
    case 'receive':
      // What is created is not sent yet; how long fetching takes, only the client of the log knows.
      return;
    default:
      work satisfies never;
  }
}

function countByTopic(records: readonly OutgoingRecord[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { topic } of records) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  return counts;
}

function measureFact(fact: Fact, sink: Sink): void {
  if (fact.kind === 'dropped') {
    sink.add('dropped', fact.calls, { cause: fact.cause });
    return;
  }
  if (fact.kind === 'asked') {
    sink.add('asked', 1, { application: fact.application, message: fact.message, outcome: fact.outcome });
    return;
  }
  if (fact.kind === 'unawaited') {
    sink.add('unawaited', 1, { application: fact.application, reason: fact.reason });
    return;
  }
  const group = { [attribute.group]: fact.group };
  switch (fact.kind) {
    case 'settled': {
      const labels = { ...group, [attribute.destination]: fact.topic };
      sink.add('settled', 1, { ...labels, outcome: fact.outcome });
      if (fact.outcome === 'deduplicated') sink.add('dedupe', 1, labels);
      return;
    }
    case 'buried':
      sink.add('dlq', 1, { ...group, [attribute.destination]: fact.topic, reason: fact.reason });
      return;
    case 'expired':
      sink.add(fact.what === 'event' ? 'expiredEvents' : 'expired', 1, {
        ...group,
        [attribute.destination]: fact.topic,
      });
      return;
    case 'assigned':
    case 'revoked':
      sink.add('rebalance', 1, { ...group, [attribute.destination]: fact.topic, change: fact.kind });
      return;
    case 'stalled':
      sink.add('stall', 1, group);
      return;
    case 'grown':
      sink.add('partitionsAdded', 1, group);
      return;
    case 'gap':
      sink.add('positionGap', 1, group);
      return;
    default:
      fact satisfies never;
  }
}
