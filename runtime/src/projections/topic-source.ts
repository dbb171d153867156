import type { Logger } from '../core/client.ts';
import { RuntimeError } from '../core/errors.ts';
import { createDecode, type Decode, type Decoded } from '../core/pipeline/decode.ts';
import { createDispatch } from '../core/pipeline/dispatch.ts';
import { decodeFailure } from '../core/pipeline/failure.ts';
import { isReplay } from '../core/pipeline/replay.ts';
import { receivedTopics } from '../core/received-topics.ts';
import type { AnyHandler, AnyReceiveRoute, Binding } from '../core/routes.ts';
import type { SchemaRegistry } from '../core/schema-registry.ts';
import type { StoredRecord, Subscriber } from '../core/transport.ts';
import type { OpenSource, ProjectedEvent, ProjectionSource, Source, SourceRecord } from './source.ts';
import { togetherOf } from './together.ts';
import { topicReader } from './topic-reader.ts';

export interface TopicSourceOptions {
  readonly projection: string;
  readonly routes: Readonly<Record<string, AnyReceiveRoute>>;
  readonly handlers: Readonly<Record<string, AnyHandler | undefined>>;
  readonly transport: Subscriber | undefined;
  readonly registry: SchemaRegistry | undefined;
  readonly log: Logger;
}

/** Events of topics, read with a consumer group of the build's own. */
export function topicSource({ projection, routes, handlers, ...options }: TopicSourceOptions): ProjectionSource {
  const { transport, registry, log } = options;
  if (transport === undefined || registry === undefined) {
    const message = `Projection ${projection} reads topics: give openProjection a transport and a registry.`;
    throw new RuntimeError('CONFIGURATION_INVALID', message);
  }
  const bindings = bindingsOf(projection, routes, handlers);
  const topics = [...new Set(bindings.flatMap((binding) => [...binding.topics.keys()]))];
  const decode = createDecode(registry, createDispatch(registry, bindings));
  return {
    repeats: true,
    reads: (source) => topics.includes(source),
    open: (opening) => openTopics({ transport, topics, decode, log }, opening),
  };
}

function bindingsOf(
  projection: string,
  routes: TopicSourceOptions['routes'],
  handlers: TopicSourceOptions['handlers'],
): readonly Binding[] {
  const topics = receivedTopics(routes, {});
  const bindings = Object.entries(handlers).flatMap(([name, handler]) => {
    const route = routes[name];
    if (handler === undefined || route === undefined) return [];
    return [{ route, handler, topics: topics.get(name) ?? new Map() }];
  });
  const unknown = Object.keys(handlers).filter((name) => !Object.hasOwn(routes, name));
  if (unknown.length === 0 && bindings.length > 0) return bindings;
  const problem = unknown.length > 0 ? `has handlers for ${unknown.join(', ')}` : 'has no handler';
  throw new RuntimeError(
    'CONFIGURATION_INVALID',
    `Projection ${projection} ${problem}; its application receives ${Object.keys(routes).join(', ')}.`,
  );
}

interface Topics {
  readonly transport: Subscriber;
  readonly topics: readonly string[];
  readonly decode: Decode;
  readonly log: Logger;
}

async function openTopics({ transport, topics, decode, log }: Topics, opening: OpenSource): Promise<Source> {
  const reader = await topicReader({ transport, topics, log, ...opening });
  // Taken and not handed out yet, since one of them could not be decoded: the registry may be away.
  let raw: readonly StoredRecord[] = [];
  return {
    take: async (limit, signal) => {
      if (raw.length === 0) raw = await reader.take(limit, signal);
      const records = await Promise.all(raw.map((record) => decoded(record, decode)));
      raw = [];
      return records;
    },
    settled: reader.settled,
    reads: (place) => !topics.includes(place.source) || reader.reads(place),
    behind: reader.behind,
    close: reader.close,
  };
}

/** A redriven dead letter is one group's alone; the record that it came from was read in its place. */
async function decoded(record: StoredRecord, decode: Decode): Promise<SourceRecord> {
  const { topic: source, partition, offset, timestamp: logTime } = record;
  const place = { source, partition, next: offset + 1n, transaction: 0n, logTime };
  if (isReplay(record)) return { ...place, event: undefined };
  try {
    const known = await decode(record);
    return { ...place, event: known && eventOf(record, known) };
  } catch (error) {
    if (decodeFailure(error).kind !== 'dead') throw error;
    return { ...place, event: undefined, unreadable: error };
  }
}

function eventOf({ topic, partition, offset }: StoredRecord, { binding, event, run }: Decoded): ProjectedEvent {
  const handle = togetherOf(binding?.handler);
  return {
    id: event.id,
    place: `${topic}/${partition}/${offset}`,
    apply: (ctx) => run({ ...ctx, send: {} }),
    run: handle && { handle, event },
  };
}
