import { setImmediate as nextTurn } from 'node:timers/promises';
import { RuntimeError } from '../core/errors.ts';
import type { SubscribeOptions } from '../core/transport.ts';
import { withDeadline } from '../partitions/deadline.ts';
import type { Partition } from '../partitions/fetch-control.ts';
import type { CommittedOffset } from '../partitions/offset-committer.ts';
import type { Assignment } from '../partitions/share-out.ts';
import { outOfRange } from '../partitions/start-offset.ts';
import type { GroupMember } from '../partitions/subscription.ts';
import { listenToConsumer, lostPosition } from './consumer-events.ts';
import { createGroupConsumer, type GroupConsumer } from './group-consumer.ts';
import type { ClientSettings } from './kafka-client.ts';
import { toRuntimeError } from './kafka-error.ts';
import { readStartOffsets } from './start-offsets.ts';

export interface GroupMemberOptions {
  readonly settings: ClientSettings;
  /** In milliseconds. */
  readonly sessionTimeout: number;
  readonly subscription: SubscribeOptions;
}

const storeTimeout = 5_000;

/** Joins the group. */
export function createGroupMember({ settings, sessionTimeout, subscription }: GroupMemberOptions): GroupMember {
  const { group } = subscription;
  const joined = Promise.withResolvers<void>();
  const lost = Promise.withResolvers<RuntimeError>();
  let ended = false;
  const parts = createGroupConsumer({
    settings,
    sessionTimeout,
    subscription,
    onLogEntry: (entry) => {
      const partition = lostPosition(entry);
      if (partition !== undefined) void halt(partition);
    },
  });
  const ignoreConsumer = listenToConsumer(parts.consumer, {
    onAssigned: (assignment) => void begin(assignment).catch(fail),
    onRevoked: parts.claims.end,
    onSkipped: parts.claims.skip,
    onFailed: fail,
  });
  parts.run().catch(fail);

  async function begin(assignment: Assignment): Promise<void> {
    if (ended) return;
    const taken = await takeUp(parts, subscription, assignment);
    if (taken) joined.resolve();
  }

  async function halt(partition: Partition): Promise<void> {
    if (ended) return;
    ended = true;
    const offset = await putBack(parts, partition);
    finish(outOfRange(group, { ...partition, offset }));
  }

  function fail(error: unknown): void {
    if (!ended) finish(toRuntimeError(error, `the consumer of group '${group}' failed`));
  }

  function finish(reason: RuntimeError): void {
    joined.reject(reason);
    lost.resolve(reason);
    void close();
  }

  let leaving: Promise<void> | undefined;
  function close(): Promise<void> {
    ended = true;
    ignoreConsumer();
    parts.claims.end();
    joined.reject(new RuntimeError('TRANSPORT_CLOSED', `the subscription of group '${group}' was closed`));
    leaving ??= parts.leave();
    return leaving;
  }

  return { joined: joined.promise, lost: lost.promise, stop: parts.stop, close };
}

/**
 * Opens claims at the positions that the group has now; those that kafkajs would look up on its own, later, could be
 * others. False where the assignment has ended meanwhile.
 */
async function takeUp(parts: GroupConsumer, subscription: SubscribeOptions, assignment: Assignment): Promise<boolean> {
  const { client, claims, control } = parts;
  claims.end();
  const { assignment: present } = claims;
  for (const [topic, partitions] of Object.entries(assignment)) {
    for (const partition of partitions) control.pause({ topic, partition });
  }
  try {
    const starts = await readStartOffsets(assignment, { client, ...subscription });
    // A group that begins at the end keeps that position, or it would miss what comes until its first commit.
    const begun = starts.filter(({ committed }) => !committed && subscription.startFrom === 'latest');
    if (!present.aborted && begun.length > 0) await store(parts, begun);
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

/** Stores positions that no claim stands behind. */
function store({ consumer }: GroupConsumer, places: readonly CommittedOffset[]): Promise<void> {
  const offsets = places.map(({ topic, partition, offset }) => ({ topic, partition, offset: `${offset}` }));
  return withDeadline(
    consumer.commitOffsets(offsets),
    storeTimeout,
    () => new RuntimeError('TRANSPORT_FAILED', `the group's position was not stored within ${storeTimeout} ms`),
  );
}
