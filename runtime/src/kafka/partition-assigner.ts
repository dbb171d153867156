import { AssignerProtocol, type PartitionAssigner } from 'kafkajs';
import { type Assignment, shareOut } from '../partitions/share-out.ts';

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

function copyOf(share: Assignment): Record<string, number[]> {
  return Object.fromEntries(Object.entries(share).map(([topic, partitions]) => [topic, [...partitions]]));
}
