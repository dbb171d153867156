import type { SubscribeOptions } from '../core/transport.ts';
import { type CommittedOffset, createOffsetCommitter } from '../partitions/offset-committer.ts';
import { createPartitionClaims, type PartitionClaims } from '../partitions/partition-claims.ts';
import type { SubscriptionMemory } from '../partitions/subscription-memory.ts';
import type { ClientSettings } from './client-options.ts';
import { openCluster } from './cluster.ts';
import { createFetchSource } from './fetch-source.ts';
import { createFetcher } from './fetcher.ts';
import { saysMembershipEnded } from './kafka-error.ts';
import { createTroubleLog } from './trouble-log.ts';

export interface GroupConsumerOptions {
  readonly settings: ClientSettings;
  readonly subscription: SubscribeOptions;
  readonly memory: SubscriptionMemory;
  /** Stores positions for the present assignment, in one attempt. */
  commit(offsets: readonly CommittedOffset[]): Promise<void>;
  /** The group has said that the claims are over. */
  onMembershipEnded(): void;
  /** The log does not have the position. */
  onLost(place: CommittedOffset): void;
}

/** Claims of partitions and what feeds them. */
export interface GroupConsumer {
  readonly claims: PartitionClaims;
  /** Reads these topics, by name and id, and no others of their names. */
  expect(ids: ReadonlyMap<string, string>): void;
  /** Ends all claims and fetches nothing more for them. */
  revoke(): void;
  /** Delivers nothing more, and has commits take no longer than somebody who wants to end may wait. */
  stop(): void;
  /** Ends all claims and lets the connections go. Never rejects. */
  close(): Promise<void>;
}

const commitTimeout = 15_000;

/** How long one fetch may take, in milliseconds. Brokers hold it back for a moment at most. */
const fetchTimeout = 10_000;

export function createGroupConsumer(options: GroupConsumerOptions): GroupConsumer {
  const { settings, subscription, memory, onMembershipEnded, onLost } = options;
  const cluster = openCluster(settings, fetchTimeout);
  const fetcher = createFetcher({
    source: createFetchSource(cluster),
    deliver: (batch) => claims.deliver(batch),
    onLost,
    onTrouble: createTroubleLog(settings.log, subscription.group),
  });
  const committer = createOffsetCommitter({
    send: options.commit,
    saysMembershipEnded,
    onMembershipEnded,
    timeout: commitTimeout,
  });
  const claims = createPartitionClaims({
    subscription,
    control: fetcher,
    async commit(claim, offset) {
      await committer.commit(claim, offset);
      memory.committed({ topic: claim.topic, partition: claim.partition, offset });
    },
  });
  return {
    claims,
    expect: fetcher.expect,
    revoke() {
      claims.end();
      fetcher.clear();
    },
    stop() {
      claims.stop();
      committer.hurry();
    },
    close() {
      claims.end();
      fetcher.close();
      return cluster.close();
    },
  };
}
