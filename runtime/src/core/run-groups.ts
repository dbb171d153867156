import type { Logger, ReceivingStatus, Running } from './client.ts';
import type { CrashPoints } from './crash-points.ts';
import type { Delivery } from './delivery.ts';
import { failurePolicies } from './failure-policy.ts';
import { openBook } from './pipeline/accounting.ts';
import type { Decode } from './pipeline/decode.ts';
import type { Handle } from './pipeline/handle.ts';
import { settleOnce } from './pipeline/once/settle-once.ts';
import type { OncePipeline } from './pipeline/once/transact.ts';
import { type Outages, watchOutages } from './pipeline/outages.ts';
import type { Pipeline } from './pipeline/process-record.ts';
import { openReceiver, type Receiver, type ReceiverOptions } from './pipeline/receiver.ts';
import { settleInMemory } from './pipeline/settle-in-memory.ts';
import { watchReceivers } from './pipeline/watch-receivers.ts';
import type { ReceiveSettings } from './receive-options.ts';
import type { Telemetry } from './telemetry.ts';
import { toldHandle } from './told/told-handle.ts';
import { toldPublisher } from './told/told-publisher.ts';
import { toldSettling } from './told/told-settling.ts';
import { toldSubscriber } from './told/told-subscriber.ts';
import type { Transport } from './transport.ts';
import type { Wait } from './wait.ts';

/** What is done with the records of a consumer group. */
export interface GroupWork {
  readonly group: string;
  readonly topics: readonly string[];
  readonly decode: Decode;
  readonly handle: Handle;
}

/** What groups work with, whatever they do. */
export interface GroupSurroundings {
  /** Of the application, as dead letters name it. */
  readonly name: string;
  readonly version: string;
  readonly transport: Transport;
  /** Without: nothing has a transaction, and what waits does so in memory. */
  readonly delivery: Delivery | undefined;
  readonly telemetry: Telemetry;
  readonly reach: CrashPoints;
  readonly log: Logger;
  readonly now: () => Date;
  readonly wait: Wait;
}

/** Puts groups to work, each with a subscription of its own. Rejects, with nothing left open, where one cannot begin. */
export async function runGroups(
  works: readonly GroupWork[],
  settings: ReceiveSettings,
  surroundings: GroupSurroundings,
): Promise<Running> {
  const { transport, telemetry, log, wait, now } = surroundings;
  const book = openBook();
  const end = Promise.withResolvers<Error>();
  let failure: Error | undefined;
  const failed = (error: Error): void => {
    failure ??= error;
    end.resolve(failure);
  };
  const outages = watchOutages(now);
  const subscriber = toldSubscriber(transport, telemetry);
  const openings = works.map(({ group, topics, ...work }) => {
    const pipeline = pipelineOf({ group, topics, ...work }, { settings, surroundings, outages });
    const halted = haltedOf(group, surroundings, failed);
    const settling = settlingOf({ ...pipeline, halted }, settings, surroundings);
    return { ...settings, group, topics, settling, subscriber, book, log, wait, now, failed };
  });
  const receivers = await openAll(openings);
  const unwatch = watchReceivers(surroundings, book, receivers);
  return {
    get accounting() {
      return book.read();
    },
    get status() {
      return { ...statusOf(receivers), outage: outages.current() };
    },
    get failure() {
      return failure;
    },
    failed: end.promise,
    close: () => {
      unwatch();
      return closeAll(receivers);
    },
  };
}

/** The transport's halt is told by `toldSubscriber` and logged by the receiver; this one is delivery's. */
function haltedOf(group: string, { log, telemetry }: GroupSurroundings, failed: (error: Error) => void) {
  let isHalted = false;
  return (error: Error): void => {
    if (isHalted) return;
    isHalted = true;
    log.error({ group, err: error }, 'nothing can be settled any more');
    telemetry.tell({ kind: 'gap', group });
    failed(error);
  };
}

/** How the records of each partition are settled: in transactions where there is delivery. */
function settlingOf(
  pipeline: Pipeline & Pick<OncePipeline, 'halted'>,
  { batch }: ReceiveSettings,
  { delivery, telemetry }: GroupSurroundings,
): ReceiverOptions['settling'] {
  const { group } = pipeline.owner;
  return ({ topic, partition }) => {
    const place = { topic, partition };
    const settling =
      delivery === undefined
        ? settleInMemory(pipeline)
        : settleOnce({ pipeline: { ...pipeline, delivery }, place: { consumer: group, ...place }, batch });
    return toldSettling(settling, { group, ...place }, telemetry);
  };
}

interface PipelineParts {
  readonly settings: ReceiveSettings;
  readonly surroundings: GroupSurroundings;
  readonly outages: Outages;
}

function pipelineOf(
  { group, decode, handle }: GroupWork,
  { settings, surroundings: { name, version, transport, telemetry, reach, now, log }, outages }: PipelineParts,
): Pipeline {
  return {
    decode,
    handle: toldHandle(handle, { telemetry, group }),
    policyOf: failurePolicies(settings),
    dropsExpired: settings.expired === 'ignore',
    publisher: toldPublisher(transport, telemetry),
    telemetry,
    owner: { group, service: name, serviceVersion: version },
    outages,
    reach,
    now,
    log,
  };
}

function statusOf(receivers: readonly Receiver[]): Omit<ReceivingStatus, 'outage'> {
  const each = receivers.map((receiver) => receiver.status());
  return {
    partitions: each.flatMap(({ partitions }) => partitions),
    stalled: each.flatMap(({ consumer, stalledSince: since }) => (since === undefined ? [] : [{ consumer, since }])),
    lost: each.flatMap(({ consumer, lostSince: since }) => (since === undefined ? [] : [{ consumer, since }])),
  };
}

/** Opens all or none. */
async function openAll(openings: readonly ReceiverOptions[]): Promise<readonly Receiver[]> {
  const results = await Promise.allSettled(openings.map(openReceiver));
  const receivers = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const rejected = results.find((result) => result.status === 'rejected');
  if (rejected === undefined) return receivers;
  await closeAll(receivers);
  throw rejected.reason;
}

async function closeAll(receivers: readonly Receiver[]): Promise<void> {
  await Promise.all(receivers.map((receiver) => receiver.close()));
}
