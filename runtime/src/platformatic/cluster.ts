import { Base, type Broker, type Connection, type metadataV12 } from '@platformatic/kafka';
import { withDeadline } from '../partitions/deadline.ts';
import type { TopicIdentity } from '../partitions/position-note.ts';
import { type ClientSettings, clientOptions } from './client-options.ts';
import { type BrokerError, brokerError } from './kafka-error.ts';
import { request } from './request.ts';

export interface TopicView {
  /** Another one where the topic was deleted and made anew; undefined where brokers are too old to tell. */
  readonly id: string | undefined;
  /** The number of a broker for each partition, by their numbers; negative where there is none at the moment. */
  readonly leaders: readonly number[];
}

export interface ClusterView {
  /** Empty where it has none. */
  readonly id: string;
  readonly brokers: ReadonlyMap<number, Broker>;
  readonly topics: ReadonlyMap<string, TopicView>;
  /** Why the others of the topics that were asked for are not there. */
  readonly failures: ReadonlyMap<string, BrokerError>;
}

/** Connections to a cluster, one for each broker, and what is known about it. */
export interface Cluster {
  readonly client: Base;
  /** Asks a broker. Rejects where none answers. */
  describe(topics: readonly string[]): Promise<ClusterView>;
  /** A connection to one of the brokers, to another one each time. */
  connectToAny(): Promise<Connection>;
  /** The connection to a broker. */
  connect(broker: Broker): Promise<Connection>;
  /** Closes all connections, in two seconds at most. Never rejects. */
  close(): Promise<void>;
}

/** @param requestTimeout how long one request may take, in milliseconds. */
export function openCluster(settings: ClientSettings, requestTimeout = 30_000): Cluster {
  const client = new Base({ ...clientOptions(settings), requestTimeout, maxInflights: 1_000 });
  let known = settings.brokers.map(addressOf);
  let turn = 0;

  /** Another broker first each time, so that one that hangs does not hold up what others can answer. */
  async function connectToAny(): Promise<Connection> {
    const first = turn++ % known.length;
    return client.connections.getFirstAvailable([...known.slice(first), ...known.slice(0, first)]);
  }

  return {
    client,
    async describe(topics) {
      const connection = await connectToAny();
      const view = toView(await request({ client, connection }, 'Metadata', [...topics], false, false));
      if (view.brokers.size > 0) known = [...view.brokers.values()];
      return view;
    },
    connectToAny,
    connect: (broker) => client.connections.get(broker),
    close: () => closeClient(client),
  };
}

const closeTimeout = 2_000;

/** Closes a client of this driver; one that does not end in time has its connections cut. */
export async function closeClient(client: Pick<Base, 'connections'> & { close(): Promise<void> }): Promise<void> {
  const connections = [...client.connections].map(([, connection]) => connection);
  await withDeadline(client.close(), closeTimeout, () => new Error('the client did not close')).catch(() => undefined);
  // A connection has no socket before it has begun to connect.
  for (const { socket } of connections) socket?.destroy();
}

function addressOf(broker: string): Broker {
  const at = broker.lastIndexOf(':');
  return { host: broker.slice(0, at), port: Number(broker.slice(at + 1)) };
}

/** What stands for an id where topics have none. */
const noId = '00000000-0000-0000-0000-000000000000';

function toView({ brokers, topics, clusterId }: metadataV12.MetadataResponse): ClusterView {
  const views = new Map<string, TopicView>();
  const failures = new Map<string, BrokerError>();
  for (const { name, errorCode, topicId: id, partitions } of topics) {
    if (errorCode !== 0) failures.set(name ?? '', brokerError(errorCode));
    else views.set(name ?? '', { id: id === noId ? undefined : id, leaders: leadersOf(partitions) });
  }
  return {
    id: clusterId ?? '',
    brokers: new Map(brokers.map(({ nodeId, host, port }) => [nodeId, { host, port }])),
    topics: views,
    failures,
  };
}

/** What this cluster says of itself: by it, positions are told from those of other topics. */
export function identitiesOf({ id: cluster, topics }: ClusterView): ReadonlyMap<string, TopicIdentity> {
  return new Map(
    [...topics].flatMap(([name, { id: topic }]) => (topic === undefined ? [] : [[name, { cluster, topic }] as const])),
  );
}

function leadersOf(partitions: readonly metadataV12.MetadataResponsePartition[]): readonly number[] {
  const leaders = Array.from({ length: partitions.length }, () => -1);
  for (const { partitionIndex, leaderId } of partitions) leaders[partitionIndex] = leaderId;
  return leaders;
}
