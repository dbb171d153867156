import type { Reading } from '../core/telemetry.ts';
import { attribute, metric } from './semantic-conventions.ts';

/** What a metric is; names and labels as OpenTelemetry has them, `prometheusName` makes Prometheus's of them. */
export interface Instrument {
  readonly name: string;
  readonly unit: string;
  readonly description: string;
  readonly labels: readonly string[];
}

/** Labels by name. */
export type Labels = Readonly<Record<string, string>>;

export type CounterName =
  | 'sent'
  | 'consumed'
  | 'settled'
  | 'dedupe'
  | 'dlq'
  | 'asked'
  | 'unawaited'
  | 'expired'
  | 'expiredEvents'
  | 'rebalance'
  | 'stall'
  | 'positionGap'
  | 'partitionsAdded'
  | 'dropped';

export type HistogramName = 'operation' | 'process';

export type GaugeName = Reading['name'] | 'event_loop_lag';

const { system, operationName, operationType, destination, partition, group, errorType } = attribute;

/** Things that are counted. */
export const counters: Readonly<Record<CounterName, Instrument>> = {
  sent: {
    name: metric.sentMessages,
    unit: '{message}',
    description: 'Messages that were to be published on the log; those in the outbox count once they are published',
    labels: [system, operationName, destination, errorType],
  },
  consumed: {
    name: metric.consumedMessages,
    unit: '{message}',
    description: 'Messages that arrived from the log',
    labels: [system, operationName, destination, group],
  },
  settled: {
    name: 'settled_messages',
    unit: '{message}',
    description: 'Messages that were settled: applied, ignored, deduplicated, parked or dead',
    labels: [destination, group, 'outcome'],
  },
  dedupe: {
    name: 'dedupe',
    unit: '{message}',
    description: 'Messages whose effect stood already',
    labels: [destination, group],
  },
  dlq: {
    name: 'dlq',
    unit: '{message}',
    description: 'Messages that went to the dead letter topic',
    labels: [destination, group, 'reason'],
  },
  asked: {
    name: 'requests',
    unit: '{request}',
    description: 'Requests by how they ended: ok, error, timeout, or failed',
    labels: ['application', 'message', 'outcome'],
  },
  unawaited: {
    name: 'unawaited_replies',
    unit: '{message}',
    description: 'Replies that nobody waited for: they came after the deadline, or once more',
    labels: ['application', 'reason'],
  },
  expired: {
    name: 'expired_requests',
    unit: '{message}',
    description: 'Requests that were dropped, since their deadline had passed',
    labels: [destination, group],
  },
  expiredEvents: {
    name: 'expired_events',
    unit: '{message}',
    description: 'Events that were ignored, since their senders had set a time that has passed',
    labels: [destination, group],
  },
  rebalance: {
    name: 'rebalance',
    unit: '{partition}',
    description: 'Partitions that came to this member of the group or left it',
    labels: [destination, group, 'change'],
  },
  stall: {
    name: 'stall',
    unit: '{stall}',
    description: 'Times that a group got nothing although there was something for it',
    labels: [group],
  },
  positionGap: {
    name: 'position_gap',
    unit: '{gap}',
    description: 'Times that records were deleted before the group had read them',
    labels: [group],
  },
  partitionsAdded: {
    name: 'partitions_added',
    unit: '{topic}',
    description: 'Times that a topic of the group got more partitions, so that keys moved to others',
    labels: [group],
  },
  dropped: {
    name: 'telemetry_dropped',
    unit: '{call}',
    description: 'Calls of this telemetry or another one that did not count, since it threw or was slow',
    labels: ['cause'],
  },
};

/** Durations, in seconds. */
export const histograms: Readonly<Record<HistogramName, Instrument>> = {
  operation: {
    name: metric.operationDuration,
    unit: 's',
    description: 'Duration of publishing to the log and of commits',
    labels: [system, operationName, operationType, destination, group, errorType],
  },
  process: {
    name: metric.processDuration,
    unit: 's',
    description: 'Duration of each try of a handler',
    labels: [system, operationName, destination, group, errorType],
  },
};

/** Levels of now. */
export const gauges: Readonly<Record<GaugeName, Instrument>> = {
  consumer_lag: {
    name: 'consumer_lag',
    unit: '{message}',
    description: 'Messages of a partition that the group has still to read',
    labels: [destination, group, partition],
  },
  in_flight: {
    name: 'in_flight',
    unit: '{message}',
    description: 'Messages that have arrived and are not settled',
    labels: ['application'],
  },
  outbox_oldest_age: {
    name: 'outbox_oldest_age',
    unit: 's',
    description: 'Age of the oldest event that waits in the outbox, by the clock of the database',
    labels: [],
  },
  outbox_refused: {
    name: 'outbox_refused',
    unit: '{row}',
    description: 'Events that the log refused and that somebody has to see to',
    labels: [],
  },
  outbox_rows: {
    name: 'outbox_rows',
    unit: '{row}',
    description: 'Events that wait in the outbox',
    labels: [],
  },
  parked_keys: {
    name: 'parked_keys',
    unit: '{key}',
    description: 'Keys that wait for their next try, or for somebody to redrive them',
    labels: ['state'],
  },
  workflow_failing: {
    name: 'workflow_failing',
    unit: '{instance}',
    description: 'Open instances of the workflow that could not decide on their last input',
    labels: ['workflow'],
  },
  workflow_instances: {
    name: 'workflow_instances',
    unit: '{instance}',
    description: 'Open instances of the workflow, by status',
    labels: ['workflow', 'status'],
  },
  workflow_timer_delay: {
    name: 'workflow_timer_delay',
    unit: 's',
    description: 'By how much the oldest timer of the workflow is late, by the clock of the database',
    labels: ['workflow'],
  },
  event_loop_lag: {
    name: 'event_loop_lag',
    unit: 's',
    description: 'How late the event loop was, at most, since the last look',
    labels: [],
  },
};

/** Something for each instrument, by the name that it has here. */
export function makeAll<Made>(
  instruments: Readonly<Record<string, Instrument>>,
  make: (instrument: Instrument) => Made,
): ReadonlyMap<string, Made> {
  return new Map(Object.entries(instruments).map(([name, instrument]) => [name, make(instrument)]));
}
