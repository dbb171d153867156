import type { Running } from './client.ts';
import { RuntimeError } from './errors.ts';
import { answeringHandle } from './pipeline/answering-handle.ts';
import { createDecode } from './pipeline/decode.ts';
import { createDispatch } from './pipeline/dispatch.ts';
import { createHandle } from './pipeline/handle.ts';
import { receiveSettings } from './receive-options.ts';
import { receivedTopics } from './received-topics.ts';
import type { RepliesFor } from './replies.ts';
import type { Requests } from './requests.ts';
import type { AnyHandler, AnyReceiveOptions, AnyReceiveRoute, Binding } from './routes.ts';
import { type GroupSurroundings, runGroups } from './run-groups.ts';
import type { SchemaRegistry } from './schema-registry.ts';
import type { SendsFor } from './sender.ts';

export interface Receiving extends GroupSurroundings {
  /** What the application receives, by the name of the handler. */
  readonly routes: Readonly<Record<string, AnyReceiveRoute>>;
  readonly registry: SchemaRegistry;
  readonly sendsFor: SendsFor;
  readonly repliesFor: RepliesFor;
  readonly requests: Requests | undefined;
  /** Resolves when all that handlers may send is known to the registry. */
  ready(): Promise<void>;
}

/** Puts handlers to work, with one subscription for each consumer group of the contract. */
export async function receive(
  receiving: Receiving,
  handlers: Readonly<Record<string, AnyHandler | undefined>>,
  { params, unknownMessage, ...options }: AnyReceiveOptions,
): Promise<Running> {
  const { registry, sendsFor, wait, log } = receiving;
  const settings = receiveSettings(options, receiving.delivery);
  const groups = Map.groupBy(bind(receiving, handlers, params), ({ route }) => route.group);
  const works = [...groups].map(([group, bindings]) => ({
    group,
    topics: [...new Set(bindings.flatMap((binding) => [...binding.topics.keys()]))],
    decode: createDecode(registry, createDispatch(registry, bindings), unknownMessage),
    handle: answeringHandle(createHandle(sendsFor, wait, log), receiving),
  }));
  await receiving.ready();
  return runGroups(works, settings, receiving);
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
