import { setImmediate as nextTurn } from 'node:timers/promises';
import { RuntimeError } from '../core/errors.ts';
import type { SubscribeOptions } from '../core/transport.ts';
import { withDeadline } from '../partitions/deadline.ts';
import type { Partition } from '../partitions/fetch-control.ts';
import { memberLag } from '../partitions/member-lag.ts';
import { memberStatus } from '../partitions/member-status.ts';
import type { CommittedOffset } from '../partitions/offset-committer.ts';
import { positionNotes } from '../partitions/position-note.ts';
import { type Assignment, partitionsOf } from '../partitions/share-out.ts';
import { watchForStalls } from '../partitions/stall-watch.ts';
import { type OffsetRange, outOfRange } from '../partitions/start-offset.ts';
import type { GroupMember } from '../partitions/subscription.ts';
import type { SubscriptionMemory } from '../partitions/subscription-memory.ts';
import { withAdmin } from './admin.ts';
import { type ConsumerListener, listenToConsumer, lostPosition, missesTopic } from './consumer-events.ts';
import { createGroupConsumer, type GroupConsumer } from './group-consumer.ts';
import { type ClientSettings, createKafkaClient } from './kafka-client.ts';
import { toRuntimeError } from './kafka-error.ts';
import { createLogEnds } from './log-ends.ts';
import { watchForSilence } from './silence-watch.ts';
import { createStanding } from './standing.ts';
import { readRanges, readStartOffsets } from './start-offsets.ts';
import { watchForUnclaimed } from './unclaimed-watch.ts';

export interface GroupMemberOptions {
  readonly settings: ClientSettings;
  /** In milliseconds. */
  readonly sessionTimeout: number;
  /** How long records may be there without arriving, in milliseconds. */
  readonly stallTimeout: number;
  readonly subscription: SubscribeOptions;
  readonly memory: SubscriptionMemory;
}

const storeTimeout = 5_000;

/** Joins the group. */
export function createGroupMember(options: GroupMemberOptions): GroupMember {
  const { group } = options.subscription;
  const joined = Promise.withResolvers<void>();
  const lost = Promise.withResolvers<RuntimeError>();
  let ended = false;
  let assignment: Assignment = {};
  let leaving: Promise<void> | undefined;
  const standing = createStanding();
  const unclaimed = watchForUnclaimed(options.stallTimeout, fail);
  const { parts, readEnds, ignore } = startConsumer(options, {
    onAssigned(given) {
      standing.assigned(given);
      begin(given);
    },
    onRevoked() {
      standing.revoked();
      assignment = {};
      parts.claims.end();
    },
    onAnswered(generation) {
      const kept = standing.answered(generation);
      if (kept !== undefined) begin(kept);
      // A member that has nothing, and is not on its way to get something, does no work.
      else if (standing.assignment === undefined) unclaimed.seen();
    },
    onUnclaimed: unclaimed.seen,
    onPositionLost: (partition) => void halt(partition),
    // Whether it is the same topic when it is back, the group's positions tell: Kafka drops them with the topic.
    onTopicMissed() {
      if (standing.assignment !== undefined) begin(standing.assignment);
    },
    onFailed: fail,
  });

  function begin(given: Assignment): void {
    if (ended) return;
    unclaimed.during(takeUp(parts, options, given)).then((taken) => {
      if (!taken) return;
      assignment = given;
      joined.resolve();
    }, fail);
  }

  async function halt(partition: Partition): Promise<void> {
    if (ended) return;
    ended = true;
    const offset = await putBack(parts, partition);
    const range = await readRange(parts, partition).catch(() => undefined);
    finish(outOfRange(group, { ...partition, offset, ...range }));
  }

  function fail(error: unknown): void {
    if (!ended) finish(toRuntimeError(error, `the consumer of group '${group}' failed`));
  }

  function finish(reason: RuntimeError): void {
    joined.reject(reason);
    lost.resolve(reason);
    void close();
  }

  function close(): Promise<void> {
    ended = true;
    unclaimed.end();
    assignment = {};
    ignore();
    parts.claims.end();
    joined.reject(new RuntimeError('TRANSPORT_CLOSED', `the subscription of group '${group}' was closed`));
    leaving ??= parts.leave();
    return leaving;
  }

  return {
    joined: joined.promise,
    lost: lost.promise,
    status: () => memberStatus(assignment, parts.claims, options.memory),
    lag: () => memberLag(parts.claims, readEnds),
    stop: parts.stop,
    close,
  };
}

/** What happens to a consumer from outside. */
interface Happenings extends Pick<ConsumerListener, 'onAssigned' | 'onRevoked' | 'onAnswered' | 'onFailed'> {
  /** Records came of a partition that has no claim. */
  onUnclaimed(): void;
  /** The log no longer has the position of a partition, and kafkajs is about to choose another one. */
  onPositionLost(partition: Partition): void;
  /** A broker does not know a topic that is being read. */
  onTopicMissed(): void;
}

interface StartedConsumer {
  readonly parts: GroupConsumer;
  readonly readEnds: ReturnType<typeof createLogEnds>;
  ignore(): void;
}

function startConsumer(options: GroupMemberOptions, happenings: Happenings): StartedConsumer {
  const { settings, stallTimeout, subscription, memory } = options;
  const silence = watchForSilence(happenings.onFailed);
  const parts = createGroupConsumer({
    ...options,
    onUnclaimed: happenings.onUnclaimed,
    onLogEntry(entry) {
      // One that complains is trying. While brokers are away it is not replaced: the group would wait for its session.
      silence.sign();
      const partition = lostPosition(entry);
      if (partition !== undefined) happenings.onPositionLost(partition);
      if (missesTopic(entry)) happenings.onTopicMissed();
    },
  });
  const ignoreConsumer = listenToConsumer(parts.consumer, {
    ...happenings,
    onSkipped: parts.claims.skip,
    onSign: silence.sign,
  });
  const readEnds = createLogEnds(createKafkaClient({ ...settings, connections: parts.connections }));
  const endWatch = watchForStalls({
    group: subscription.group,
    timeout: stallTimeout,
    progress: parts.claims.progress,
    readEnds,
    onStalled(error, places) {
      memory.stalled(places);
      happenings.onFailed(error);
    },
  });
  parts.run().catch(happenings.onFailed);
  return {
    parts,
    readEnds,
    ignore() {
      ignoreConsumer();
      silence.end();
      endWatch();
    },
  };
}

/**
 * Opens claims at the positions that the group has now; those that kafkajs would look up on its own, later, could be
 * others. False where the assignment has ended meanwhile.
 */
async function takeUp(
  parts: GroupConsumer,
  { subscription, memory }: GroupMemberOptions,
  assignment: Assignment,
): Promise<boolean> {
  const { client, claims, control } = parts;
  claims.end();
  const { assignment: present } = claims;
  for (const partition of partitionsOf(assignment)) control.pause(partition);
  try {
    const { starts, topics } = await readStartOffsets(assignment, { client, subscription, memory });
    if (!present.aborted) parts.notes = positionNotes(topics);
    // A group that begins at the end keeps that position, or it would miss what comes until its first commit.
    const begun = starts.filter(({ committed }) => !committed && subscription.startFrom === 'latest');
    if (!present.aborted && begun.length > 0) {
      await store(parts, begun);
      for (const place of begun) memory.committed(place);
    }
    if (!present.aborted) for (const place of starts) claims.open(place);
  } catch (error) {
    if (!present.aborted) throw error;
  }
  return !present.aborted;
}

/** Gives the group its position back that kafkajs is about to replace by one of its own, and returns it. */
async function putBack(parts: GroupConsumer, partition: Partition): Promise<bigint> {
  const { claims, control } = parts;
  const offset = claims.committed(partition) ?? 0n;
  claims.end();
  // Otherwise kafkajs would fetch again, fail again, and have the last word.
  control.pause(partition);
  // By then its own commit is on its way, and ours follows it.
  await nextTurn();
  await store(parts, [{ ...partition, offset }]).catch(() => undefined);
  return offset;
}

/** What the log of a partition holds, where somebody says so soon. */
async function readRange({ client }: GroupConsumer, { topic, partition }: Partition): Promise<OffsetRange | undefined> {
  const ranges = withAdmin(client, 'the log could not be looked at', (admin) => readRanges(admin, topic));
  const late = (): Error => new Error(`nobody told within ${storeTimeout} ms`);
  return (await withDeadline(ranges, storeTimeout, late)).get(partition);
}

/** Stores positions that no claim stands behind. */
function store({ consumer, notes }: GroupConsumer, places: readonly CommittedOffset[]): Promise<void> {
  const offsets = places.map(({ topic, partition, offset }) => ({
    ...{ topic, partition, offset: `${offset}` },
    metadata: notes.get(topic) ?? null,
  }));
  return withDeadline(
    consumer.commitOffsets(offsets),
    storeTimeout,
    () => new RuntimeError('TRANSPORT_FAILED', `the group's position was not stored within ${storeTimeout} ms`),
  );
}
