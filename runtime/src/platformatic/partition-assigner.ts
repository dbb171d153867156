import type { GroupPartitionsAssigner } from '@platformatic/kafka';
import { shareOut } from '../partitions/share-out.ts';

/** The name under which the kafkajs adapter deals out partitions in the same way: both may share a group. */
export const assignmentProtocol = 'SubscribedRoundRobin';

/** Gives each member only partitions of topics that it has subscribed to. */
export const subscribedRoundRobin: GroupPartitionsAssigner = (_leader, members, _topics, { topics }) => {
  const partitions = new Map([...topics].map(([topic, { partitionsCount }]) => [topic, partitionsCount]));
  const candidates = [...members.values()].map((member) => ({
    id: member.memberId,
    topics: new Set(member.topics ?? []),
  }));
  return [...shareOut(partitions, candidates)].map(([memberId, share]) => ({
    memberId,
    assignments: new Map(Object.entries(share).map(([topic, numbers]) => [topic, { topic, partitions: [...numbers] }])),
  }));
};
