import type { Logger, ReceivingStatus, Running } from './client.ts';
import type { CrashPoints } from './crash-points.ts';
import type { Delivery } from './delivery.ts';
import { RuntimeError } from './errors.ts';
import { failurePolicies } from './failure-policy.ts';
import { openBook } from './pipeline/accounting.ts';
import { createDecode } from './pipeline/decode.ts';
import { createDispatch } from './pipeline/dispatch.ts';
import { createHandle } from './pipeline/handle.ts';
import { settleOnce } from './pipeline/once/settle-once.ts';
import { type Outages, watchOutages } from './pipeline/outages.ts';
import type { Pipeline } from './pipeline/process-record.ts';
import { openReceiver, type Receiver, type ReceiverOptions } from './pipeline/receiver.ts';
import { settleInMemory } from './pipeline/settle-in-memory.ts';
import { watchReceivers } from './pipeline/watch-receivers.ts';
import { type ReceiveSettings, receiveSettings } from './receive-options.ts';
import { receivedTopics } from './received-topics.ts';
import type { AnyHandler, AnyReceiveOptions, AnyReceiveRoute, AnyUnknownMessageHandler, Binding } from './routes.ts';
import type { SchemaRegistry } from './schema-registry.ts';
import type { SendsFor } from './sender.ts';
import type { Telemetry } from './telemetry.ts';
import { toldHandle } from './told/told-handle.ts';
import { toldPublisher } from './told/told-publisher.ts';
import { toldSettling } from './told/told-settling.ts';
import { toldSubscriber } from './told/told-subscriber.ts';
import type { Transport } from './transport.ts';
import type { Wait } from './wait.ts';

export interface Receiving {
  readonly name: string;
  readonly version: string;
  /** What the application receives, by the name of the handler. */
  readonly routes: Readonly<Record<string, AnyReceiveRoute>>;
  readonly transport: Transport;
  readonly registry: SchemaRegistry;
  readonly sendsFor: SendsFor;
  readonly delivery: Delivery | undefined;
  readonly telemetry: Telemetry;
  readonly reach: CrashPoints;
  readonly log: Logger;
  readonly now: () => Date;
  readonly wait: Wait;
  /** Resolves when all that handlers may send is known to the registry. */
  ready(): Promise<void>;
}

/** Puts handlers to work, with one subscription for each consumer group of the contract. */
export async function receive(
  receiving: Receiving,
  handlers: Readonly<Record<string, AnyHandler | undefined>>,
  { params, unknownMessage, ...options }: AnyReceiveOptions,
): Promise<Running> {
  const settings = receiveSettings(options, receiving.delivery);
  const groups = Map.groupBy(bind(receiving, handlers, params), ({ route }) => route.group);
  const book = openBook();
  const end = Promise.withResolvers<Error>();
  let failure: Error | undefined;
  const failed = (error: Error): void => {
    failure ??= error;
    end.resolve(failure);
  };
  const outages = watchOutages(receiving.now);
  const openings = [...groups].map(([group, bindings]) => {
    const { transport, telemetry, log, wait, now } = receiving;
    const topics = [...new Set(bindings.flatMap((binding) => [...binding.topics.keys()]))];
    const settling = settlingOf(receiving, { group, bindings, settings, unknownMessage, outages });
    return {
      ...settings,
      group,
      topics,
      settling,
      subscriber: toldSubscriber(transport, telemetry),
      book,
      log,
      wait,
      now,
      failed,
    };
  });
  await receiving.ready();
  const receivers = await openAll(openings);
  const unwatch = watchReceivers(receiving, book, receivers);
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

/** Each route with its handler. Throws `CONFIGURATION_INVALID` naming handlers that are missing or unknown. */
function bind(
  { name, routes }: Receiving,
  handlers: Readonly<Record<string, AnyHandler | undefined>>,
  params: AnyReceiveOptions['params'] = {},
): readonly Binding[] {
  const topics = receivedTopics(routes, params);
  const bindings: Binding[] = [];
  const missing: string[] = [];
  for (const [routeName, route] of Object.entries(routes)) {
    const handler = handlers[routeName];
    if (typeof handler !== 'function') missing.push(routeName);
    else bindings.push({ route, handler, topics: topics.get(routeName) ?? new Map() });
  }
  const unknown = Object.keys(handlers).filter((handlerName) => !Object.hasOwn(routes, handlerName));
  const problems = [
    ...(missing.length > 0 ? [`has no handler for ${missing.join(', ')}`] : []),
    ...(unknown.length > 0 ? [`does not receive ${unknown.join(', ')}`] : []),
  ];
  if (problems.length === 0) return bindings;
  throw new RuntimeError(
    'CONFIGURATION_INVALID',
    `${name} ${problems.join(' and ')}; give receive() exactly one function for each of: ${Object.keys(routes).join(', ')}`,
  );
}

interface Group {
  readonly group: string;
  readonly bindings: readonly Binding[];
  readonly settings: ReceiveSettings;
  readonly unknownMessage: AnyUnknownMessageHandler | undefined;
  readonly outages: Outages;
}

/** How the records of each partition are settled: in transactions where there is delivery. */
function settlingOf(receiving: Receiving, group: Group): ReceiverOptions['settling'] {
  const { delivery, telemetry } = receiving;
  const { batch } = group.settings;
  const pipeline = pipelineOf(receiving, group);
  return ({ topic, partition }) => {
    const place = { topic, partition };
    const settling =
      delivery === undefined
        ? settleInMemory(pipeline)
        : settleOnce({ pipeline: { ...pipeline, delivery }, place: { consumer: group.group, ...place }, batch });
    return toldSettling(settling, { group: group.group, ...place }, telemetry);
  };
}

function pipelineOf(receiving: Receiving, { group, bindings, settings, unknownMessage, outages }: Group): Pipeline {
  const { name, version, transport, registry, sendsFor, telemetry, reach, now, wait, log } = receiving;
  return {
    decode: createDecode(registry, createDispatch(registry, bindings), unknownMessage),
    handle: toldHandle(createHandle(sendsFor, wait, log), { telemetry, group }),
    policyOf: failurePolicies(settings),
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
