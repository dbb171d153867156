/** Where one node of a cluster listens and keeps its data. */
export interface NodeAddress {
  readonly id: number;
  /** For clients. */
  readonly port: number;
  /** For the controllers among themselves. */
  readonly controllerPort: number;
  readonly dataDirectory: string;
  /** A second way in, for clients that come through a proxy. Brokers among themselves take the direct one. */
  readonly proxied?: ProxiedListener;
  /** Settings beside or instead of ours. */
  readonly settings?: BrokerSettings;
}

export interface ProxiedListener {
  /** Where the broker listens for the proxy. */
  readonly port: number;
  /** Where the proxy listens, which is what clients are told. */
  readonly advertisedPort: number;
}

/** By the names of `server.properties`. */
export type BrokerSettings = Readonly<Record<string, string | number | boolean>>;

/**
 * The `server.properties` of a node that is broker and controller in one, small enough that three of them fit on a
 * laptop. Topics are never made by accident: a wrong name has to fail.
 */
export function serverProperties(node: NodeAddress, cluster: readonly NodeAddress[]): string {
  const replicas = cluster.length;
  const inSync = Math.max(1, replicas - 1);
  const settings: BrokerSettings = {
    'process.roles': 'broker,controller',
    'node.id': node.id,
    'controller.quorum.voters': cluster.map(({ id, controllerPort }) => `${id}@127.0.0.1:${controllerPort}`).join(','),
    ...listeners(node),
    'log.dirs': node.dataDirectory,
    'auto.create.topics.enable': false,
    'default.replication.factor': replicas,
    'min.insync.replicas': inSync,
    ...internalTopics(replicas, inSync),
    ...smallFootprint,
    ...quickFailover,
    // Handing leadership over needs a quorum, which three nodes that stop together lose: the last would wait minutes.
    // A single node without it would have to wait, at its next start, until its old session has run out.
    'controlled.shutdown.enable': replicas === 1,
    ...node.settings,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

function listeners({ port, controllerPort, proxied }: NodeAddress): BrokerSettings {
  const through = (name: string, at: number | undefined): string =>
    at === undefined ? '' : `,${name}://127.0.0.1:${at}`;
  return {
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}${through('PROXIED', proxied?.port)}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}${through('PROXIED', proxied?.advertisedPort)}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT',
  };
}

/** One partition each: fifty, the default, cost seconds at the first group and the first transaction. */
function internalTopics(replicas: number, inSync: number): Readonly<Record<string, number>> {
  return {
    'offsets.topic.num.partitions': 1,
    'offsets.topic.replication.factor': replicas,
    'transaction.state.log.num.partitions': 1,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': inSync,
    'share.coordinator.state.topic.num.partitions': 1,
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': inSync,
  };
}

const smallFootprint = {
  'num.network.threads': 1,
  'num.io.threads': 2,
  'background.threads': 2,
  // The default of 128 MB is heap, and more than these nodes have to spare.
  'log.cleaner.dedupe.buffer.size': 4_194_304,
};

const quickFailover = {
  'broker.session.timeout.ms': 3000,
  'broker.heartbeat.interval.ms': 500,
  'controller.quorum.election.timeout.ms': 1000,
  'controller.quorum.fetch.timeout.ms': 2000,
  // Otherwise the first member of a group waits three seconds for others.
  'group.initial.rebalance.delay.ms': 0,
};

/** Warnings, and the one line that says that the node is up. A `.properties` file, since YAML would need one more jar. */
export const loggingProperties: string = `status=error
appender.out.type=Console
appender.out.name=out
appender.out.layout.type=PatternLayout
appender.out.layout.pattern=%p %c{1}: %m%n
rootLogger.level=warn
rootLogger.appenderRef.out.ref=out
logger.started.name=kafka.server.KafkaRaftServer
logger.started.level=info
# Warns at every start of a controller.
logger.controller.name=org.apache.kafka.controller.QuorumController
logger.controller.level=error
`;
