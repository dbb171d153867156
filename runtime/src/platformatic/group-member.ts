import { RuntimeError } from '../core/errors.ts';
import type { SubscribeOptions } from '../core/transport.ts';
import { type CommittedOffset, createOffsetCommitter } from '../partitions/offset-committer.ts';
import { createPartitionClaims } from '../partitions/partition-claims.ts';
import { outOfRange } from '../partitions/start-offset.ts';
import type { GroupMember } from '../partitions/subscription.ts';
import type { ClientSettings } from './client-options.ts';
import { openCluster } from './cluster.ts';
import { createFetchSource } from './fetch-source.ts';
import { createFetcher } from './fetcher.ts';
import { createGroupMembership, type Membership } from './group-membership.ts';
import { saysMembershipEnded, toRuntimeError } from './kafka-error.ts';
import { readRange, readStartOffsets } from './start-offsets.ts';
import { createTroubleLog } from './trouble-log.ts';
import { watchPartitionCounts } from './watch-partition-counts.ts';
import { watchProgress } from './watch-progress.ts';

export interface GroupMemberOptions {
  readonly settings: ClientSettings;
  /** In milliseconds. */
  readonly sessionTimeout: number;
  readonly subscription: SubscribeOptions;
}

const commitTimeout = 15_000;

/** How long one fetch may take, in milliseconds. Brokers hold it back for a moment at most. */
const fetchTimeout = 10_000;

/** Joins the group. */
export function createGroupMember({ settings, sessionTimeout, subscription }: GroupMemberOptions): GroupMember {
  const { group, startFrom, topics } = subscription;
  const joined = Promise.withResolvers<void>();
  const lost = Promise.withResolvers<RuntimeError>();
  let ended = false;
  let present: Membership | undefined;

  const cluster = openCluster(settings, fetchTimeout);
  const membership = createGroupMembership({
    ...{ settings, group, topics, sessionTimeout },
    onAssigned: (assigned) => void begin(assigned).catch(fail),
    onRevoked: revoke,
    onFailed: fail,
  });
  const { consumer } = membership;
  const fetcher = createFetcher({
    source: createFetchSource(cluster),
    deliver: (batch) => claims.deliver(batch),
    onLost: (place) => void halt(place).catch(fail),
    onTrouble: createTroubleLog(settings.log, group),
  });
  const committer = createOffsetCommitter({
    send,
    saysMembershipEnded,
    onMembershipEnded: revoke,
    timeout: commitTimeout,
  });
  const claims = createPartitionClaims({ subscription, control: fetcher, commit: committer.commit });
  const watches = [
    watchProgress(fetcher, group, fail),
    watchPartitionCounts({
      cluster,
      topics,
      onError: subscription.onError,
      onGrown: () => membership.rejoin().catch(fail),
    }),
  ];
  membership.join().catch(fail);

  function revoke(): void {
    claims.end();
    fetcher.clear();
  }

  /** Opens claims at the positions that the group has now. */
  async function begin(assigned: Membership): Promise<void> {
    if (ended) return;
    revoke();
    present = assigned;
    const { assignment: signal } = claims;
    try {
      const starts = await readStartOffsets(assigned.assignment, { consumer, group, startFrom });
      // A group that begins at the end keeps that position, or it would miss what comes until its first commit.
      const begun = starts.filter(({ committed }) => !committed && startFrom === 'latest');
      if (!signal.aborted && begun.length > 0) await membership.commit(assigned, begun);
      if (signal.aborted) return;
      for (const place of starts) claims.open(place);
      joined.resolve();
    } catch (error) {
      // Where the group is dealt out anew there will be another beginning.
      if (!signal.aborted && !saysMembershipEnded(error)) throw error;
    }
  }

  async function send(offsets: readonly CommittedOffset[]): Promise<void> {
    const sender = present;
    if (sender === undefined) throw new Error('a claim commits that the group has not given');
    try {
      await membership.commit(sender, offsets);
    } catch (error) {
      // What is over then is over already, and not what came after it.
      throw present === sender ? error : new Error('the group was dealt out anew before it had answered');
    }
  }

  /** Ends the subscription where the log does not have what comes next. */
  async function halt(place: CommittedOffset): Promise<void> {
    const { assignment: signal } = claims;
    const range = await readRange(consumer, place);
    if (signal.aborted || ended) return;
    const offset = claims.committed(place) ?? place.offset;
    finish(outOfRange(group, { ...place, ...range, offset }));
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
    for (const stopWatching of watches) stopWatching();
    claims.end();
    fetcher.close();
    joined.reject(new RuntimeError('TRANSPORT_CLOSED', `the subscription of group '${group}' was closed`));
    leaving ??= Promise.all([membership.leave(), cluster.close()]).then(() => undefined);
    return leaving;
  }

  return {
    joined: joined.promise,
    lost: lost.promise,
    stop() {
      claims.stop();
      committer.hurry();
    },
    close,
  };
}
