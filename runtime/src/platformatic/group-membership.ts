import { Consumer, type ConsumerOptions, consumerGroupChannel, type GroupAssignment } from '@platformatic/kafka';
import { RuntimeError } from '../core/errors.ts';
import type { Assignment } from '../partitions/share-out.ts';
import { type ClientSettings, clientOptions } from './client-options.ts';
import { closeClient } from './cluster.ts';
import { type Committer, type StoredPositions, storePositions } from './group-positions.ts';
import { toRuntimeError } from './kafka-error.ts';
import { assignmentProtocol, subscribedRoundRobin } from './partition-assigner.ts';

/** What the group has given this member, until it takes it back. */
export interface Membership extends Committer {
  readonly assignment: Assignment;
}

export interface MembershipOptions {
  readonly settings: ClientSettings;
  readonly group: string;
  readonly topics: readonly string[];
  /** In milliseconds. */
  readonly sessionTimeout: number;
  /** The member has these partitions from now on. */
  onAssigned(membership: Membership): void;
  /** The group has taken the partitions back, or may have given them away. */
  onRevoked(): void;
  /** The member has failed and will not recover. */
  onFailed(error: RuntimeError): void;
}

/** Joins a group, stays in it by heartbeats and joins again where the group is dealt out anew. */
export interface GroupMembership {
  readonly consumer: Consumer;
  join(): Promise<void>;
  /** Has the group dealt out anew. */
  rejoin(): Promise<void>;
  /** Stores positions for the generation of the membership, in one attempt; the group refuses any other. */
  commit(membership: Membership, positions: StoredPositions): Promise<void>;
  /** Leaves the group where that can be done in two seconds. Never rejects. */
  leave(): Promise<void>;
}

/** How long the group waits for members to join again; all of ours do with their next heartbeat. In milliseconds. */
const rebalanceTimeout = 30_000;

/** Outlasts two minutes without brokers. */
const retries = 240;
const retryDelay = 500;

const stallTimeout = 120_000;

export function createGroupMembership(options: MembershipOptions): GroupMembership {
  const { group, sessionTimeout } = options;
  const consumer = new Consumer(consumerOptions(options));
  for (const topic of options.topics) consumer.topics.track(topic);
  const stopListening = listen(consumer, options);

  return {
    consumer,
    async join() {
      await consumer.joinGroup({});
    },
    async rejoin() {
      await consumer.metadata({ topics: [...options.topics], forceUpdate: true });
      await consumer.joinGroup({});
    },
    commit: (membership, positions) => storePositions(consumer, membership, positions),
    async leave() {
      stopListening();
      await closeClient({ connections: consumer.connections, close: () => consumer.close(true) });
    },
  };

  function consumerOptions({ settings }: MembershipOptions): ConsumerOptions<Buffer, Buffer, Buffer, Buffer> {
    const patience = Math.max(sessionTimeout, rebalanceTimeout);
    return {
      ...clientOptions(settings),
      groupId: group,
      sessionTimeout,
      rebalanceTimeout: patience,
      heartbeatInterval: Math.min(1_000, sessionTimeout / 3),
      heartbeatStallTimeout: stallTimeout,
      // The answer to joining comes when all members have joined.
      requestTimeout: patience + 5_000,
      protocols: [{ name: assignmentProtocol, version: 1 }],
      partitionAssigner: subscribedRoundRobin,
      metadataMaxAge: 60_000,
      retries,
      retryDelay,
    };
  }
}

/** Not all events there are: the client listens to its own closing. */
const heardOf = [
  'consumer:group:join',
  'consumer:group:rebalance',
  'consumer:heartbeat:end',
  'consumer:heartbeat:error',
  'consumer:heartbeat:stalled',
  'error',
] as const;

/** Listens to a consumer until the returned function is called. */
function listen(consumer: Consumer, options: MembershipOptions): () => void {
  const { group, sessionTimeout, onAssigned, onRevoked, onFailed } = options;
  let membership: Membership | undefined;
  let lastSign = Date.now();
  let silent = false;

  function assign(present: Membership | undefined): void {
    membership = present;
    lastSign = Date.now();
    silent = false;
    if (present !== undefined) onAssigned(present);
  }

  function fail(error: Error): void {
    onFailed(toRuntimeError(error, `the member of group '${group}' failed`));
  }

  // Some ways to join again are not announced by events. Every one begins with this, before the group is asked.
  const onGroupOperation = (message: unknown): void => {
    if (!isJoining(message, consumer)) return;
    membership = undefined;
    onRevoked();
  };
  consumerGroupChannel.start.subscribe(onGroupOperation);
  consumer.on('consumer:group:rebalance', onRevoked);
  consumer.on('consumer:group:join', ({ memberId, generationId = 0, assignments = [] }) =>
    assign({ memberId, generation: generationId, assignment: toAssignment(assignments) }),
  );
  // A heartbeat that the group accepts says that it has counted this member all the time, with the same partitions.
  consumer.on('consumer:heartbeat:end', () => {
    if (silent) assign(membership);
    else lastSign = Date.now();
  });
  consumer.on('consumer:heartbeat:error', ({ error }) => {
    if (/^Unknown topic /.test(error.message)) onFailed(topicGone(group, error));
  });
  consumer.on('consumer:heartbeat:stalled', () => fail(stalled(group)));
  consumer.on('error', fail);
  const session = setInterval(() => {
    if (silent || Date.now() - lastSign < sessionTimeout) return;
    silent = true;
    onRevoked();
  }, sessionTimeout / 10).unref();
  return () => {
    clearInterval(session);
    consumerGroupChannel.start.unsubscribe(onGroupOperation);
    for (const event of heardOf) consumer.removeAllListeners(event);
    // Without anybody to hear of it, an error would end the process.
    consumer.on('error', () => undefined);
  };
}

function isJoining(message: unknown, consumer: Consumer): boolean {
  if (typeof message !== 'object' || message === null) return false;
  return (
    'client' in message && message.client === consumer && 'operation' in message && message.operation === 'joinGroup'
  );
}

function toAssignment(assignments: readonly GroupAssignment[]): Assignment {
  return Object.fromEntries(assignments.map(({ topic, partitions }) => [topic, partitions]));
}

function stalled(group: string): RuntimeError {
  return new RuntimeError('TRANSPORT_FAILED', `group '${group}' has not answered a heartbeat for ${stallTimeout} ms`);
}

function topicGone(group: string, cause: Error): RuntimeError {
  return new RuntimeError('TOPIC_UNKNOWN', `group '${group}' reads a topic that is gone: ${cause.message}`, { cause });
}
