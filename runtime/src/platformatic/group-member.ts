import { RuntimeError } from '../core/errors.ts';
import type { SubscribeOptions } from '../core/transport.ts';
import { memberLag } from '../partitions/member-lag.ts';
import { memberStatus } from '../partitions/member-status.ts';
import type { CommittedOffset } from '../partitions/offset-committer.ts';
import { positionNotes } from '../partitions/position-note.ts';
import { watchForStalls } from '../partitions/stall-watch.ts';
import { outOfRange } from '../partitions/start-offset.ts';
import type { GroupMember } from '../partitions/subscription.ts';
import type { SubscriptionMemory } from '../partitions/subscription-memory.ts';
import type { ClientSettings } from './client-options.ts';
import { openCluster } from './cluster.ts';
import { createGroupConsumer } from './group-consumer.ts';
import { createGroupMembership, type Membership } from './group-membership.ts';
import { saysMembershipEnded, toRuntimeError } from './kafka-error.ts';
import { createLogEnds } from './log-ends.ts';
import { readRanges } from './log-ranges.ts';
import { nameOf } from './partition-name.ts';
import { readStartOffsets } from './start-offsets.ts';
import { watchPartitionCounts } from './watch-partition-counts.ts';

export interface GroupMemberOptions {
  readonly settings: ClientSettings;
  /** In milliseconds. */
  readonly sessionTimeout: number;
  /** How long records may be there without arriving, in milliseconds. */
  readonly stallTimeout: number;
  readonly subscription: SubscribeOptions;
  readonly memory: SubscriptionMemory;
}

/** How long a broker may take to answer a question, in milliseconds. */
const askTimeout = 10_000;

/** Joins the group. */
export function createGroupMember(options: GroupMemberOptions): GroupMember {
  const { settings, subscription, memory } = options;
  const { group, startFrom, topics } = subscription;
  const joined = Promise.withResolvers<void>();
  const lost = Promise.withResolvers<RuntimeError>();
  let ended = false;
  let present: Membership | undefined;
  let notes: ReadonlyMap<string, string> = new Map();
  let leaving: Promise<void> | undefined;

  // Apart from the connections that records come by: whoever asks about these must not wait for them.
  const cluster = openCluster(settings, askTimeout);
  const membership = createGroupMembership({
    ...{ settings, group, topics, sessionTimeout: options.sessionTimeout },
    onAssigned: (assigned) => void begin(assigned).catch(fail),
    onRevoked: revoke,
    onFailed: fail,
  });
  const consumer = createGroupConsumer({
    ...{ settings, subscription, memory },
    commit: commitAsMember,
    onMembershipEnded: revoke,
    onLost: (place) => void halt(place).catch(fail),
  });
  const readEnds = createLogEnds(cluster, settings);
  const endWatches = [
    watchPartitionCounts(cluster, topics, { onGrown: () => void membership.rejoin().catch(fail) }),
    watchForStalls({
      group,
      timeout: options.stallTimeout,
      progress: consumer.claims.progress,
      readEnds,
      onStalled(error, places) {
        memory.stalled(places);
        fail(error);
      },
    }),
  ];
  membership.join().catch(fail);

  function revoke(): void {
    present = undefined;
    consumer.revoke();
  }

  /** Opens claims at the positions that the group has now. */
  async function begin(assigned: Membership): Promise<void> {
    if (ended) return;
    revoke();
    present = assigned;
    const { assignment: signal } = consumer.claims;
    try {
      const asker = { cluster, consumer: membership.consumer, subscription, memory, signal };
      const { starts, topics: identities } = await readStartOffsets(assigned.assignment, asker);
      const own = positionNotes(identities);
      // A group that begins at the end keeps that position, or it would miss what comes until its first commit.
      const begun = starts.filter(({ committed }) => !committed && startFrom === 'latest');
      if (!signal.aborted && begun.length > 0) await membership.commit(assigned, { offsets: begun, notes: own });
      if (signal.aborted) return;
      notes = own;
      consumer.expect(new Map([...identities].map(([topic, { topic: id }]) => [topic, id])));
      for (const place of starts) consumer.claims.open(place);
      joined.resolve();
    } catch (error) {
      // Where the group is dealt out anew there will be another beginning.
      if (!signal.aborted && !saysMembershipEnded(error)) throw error;
    }
  }

  async function commitAsMember(offsets: readonly CommittedOffset[]): Promise<void> {
    const sender = present;
    if (sender === undefined) throw new Error('the group has taken the partitions back');
    try {
      await membership.commit(sender, { offsets, notes });
    } catch (error) {
      // What the group says of an assignment that is over must not end the one after it.
      throw present === sender ? error : new Error('the group was dealt out anew before it had answered');
    }
  }

  /** Ends the subscription where the log does not have what comes next. */
  async function halt(place: CommittedOffset): Promise<void> {
    const { assignment: signal } = consumer.claims;
    const ranges = await readRanges(cluster, [place]).catch(() => undefined);
    if (signal.aborted || ended) return;
    const offset = consumer.claims.committed(place) ?? place.offset;
    finish(outOfRange(group, { ...place, ...ranges?.get(nameOf(place)), offset }));
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
    for (const endWatch of endWatches) endWatch();
    joined.reject(new RuntimeError('TRANSPORT_CLOSED', `the subscription of group '${group}' was closed`));
    leaving ??= Promise.all([consumer.close(), membership.leave(), cluster.close()]).then(() => undefined);
    return leaving;
  }

  return {
    joined: joined.promise,
    lost: lost.promise,
    status: () => memberStatus(present?.assignment ?? {}, consumer.claims, memory),
    lag: () => memberLag(consumer.claims, readEnds),
    stop: consumer.stop,
    close,
  };
}
