import { AssignerProtocol, type PartitionAssigner } from 'kafkajs';
import type { Assignment } from './start-offsets.ts';

/** A member of a group and what it has subscribed to. */
export interface Candidate {
  readonly id: string;
  readonly topics: ReadonlySet<string>;
}

const version = 1;

/**
 * Gives each member only partitions of topics that it has subscribed to. The assigner that comes with kafkajs deals
 * out the topics of whoever leads the group, to all.
 */
export const subscribedRoundRobin: PartitionAssigner = ({ cluster }) => ({
  name: 'SubscribedRoundRobin',
  version,
  protocol({ topics }) {
    const metadata = AssignerProtocol.MemberMetadata.encode({ version, topics, userData: Buffer.alloc(0) });
    return { name: this.name, metadata };
  },
  async assign({ members }) {
    const candidates = members.map(({ memberId, memberMetadata }) => ({
      id: memberId,
      topics: new Set(AssignerProtocol.MemberMetadata.decode(memberMetadata)?.topics ?? []),
    }));
    // All topics of the cluster: this member need not have subscribed to those of the others.
    const { topicMetadata } = await cluster.metadata();
    const partitions = new Map(topicMetadata.map(({ topic, partitionMetadata }) => [topic, partitionMetadata.length]));
    return [...shareOut(partitions, candidates)].map(([memberId, share]) => ({
      memberId,
      memberAssignment: AssignerProtocol.MemberAssignment.encode({
        version,
        assignment: copyOf(share),
        userData: Buffer.alloc(0),
      }),
    }));
  },
});

/** Deals the partitions out one by one, to the member that has the fewest so far among those who want them. */
export function shareOut(
  partitions: ReadonlyMap<string, number>,
  candidates: readonly Candidate[],
): ReadonlyMap<string, Assignment> {
  // By id, so that the same group comes to the same shares whoever leads it.
  const members = [...candidates]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, topics }) => ({ id, topics, share: new Map<string, number[]>(), size: 0 }));
  for (const [topic, count] of [...partitions].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const takers = members.filter(({ topics }) => topics.has(topic));
    for (let partition = 0; partition < count; partition += 1) {
      const taker = takers.reduce<(typeof takers)[number] | undefined>(
        (least, each) => (least === undefined || each.size < least.size ? each : least),
        undefined,
      );
      if (taker === undefined) break;
      taker.share.set(topic, [...(taker.share.get(topic) ?? []), partition]);
      taker.size += 1;
    }
  }
  return new Map(members.map(({ id, share }) => [id, Object.fromEntries(share)]));
}

function copyOf(share: Assignment): Record<string, number[]> {
  return Object.fromEntries(Object.entries(share).map(([topic, partitions]) => [topic, [...partitions]]));
}
