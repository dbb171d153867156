import { assignPartitions } from './assignment.ts';
import type { PartitionLog } from './storage.ts';

export interface GroupMember {
  /** Names of the topics to which it has subscribed. */
  readonly topics: ReadonlySet<string>;
  /** False once it takes no further partitions; it keeps those it has. */
  readonly accepting: boolean;
  /** From now on the partition is somebody else's. */
  revoke(partition: PartitionLog): void;
  grant(partition: PartitionLog): void;
}

/** The consumer groups of one log, all of them in this process. */
export interface GroupCoordinator {
  /** Takes the member into the group; when it returns, the partitions are shared out anew. */
  join(group: string, member: GroupMember): void;
  /** Takes the member's partitions away and shares them out. A member that is not in the group changes nothing. */
  leave(group: string, member: GroupMember): void;
  hasMembers(group: string): boolean;
}

type Holdings = Map<GroupMember, ReadonlySet<PartitionLog>>;

/** @param partitionsOf answers with the partitions of a topic. */
export function createGroupCoordinator(partitionsOf: (topic: string) => readonly PartitionLog[]): GroupCoordinator {
  const groups = new Map<string, Holdings>();

  return {
    join(group, member) {
      const holdings = groups.get(group) ?? new Map();
      groups.set(group, holdings);
      holdings.set(member, new Set());
      rebalance(holdings, partitionsOf);
    },
    leave(group, member) {
      const holdings = groups.get(group);
      const held = holdings?.get(member);
      if (holdings === undefined || held === undefined) {
        return;
      }
      holdings.delete(member);
      for (const partition of held) {
        member.revoke(partition);
      }
      rebalance(holdings, partitionsOf);
      if (holdings.size === 0) {
        groups.delete(group);
      }
    },
    hasMembers: (group) => groups.has(group),
  };
}

/** Revokes everything that moves before it grants anything, so that no partition has two owners at any time. */
function rebalance(holdings: Holdings, partitionsOf: (topic: string) => readonly PartitionLog[]): void {
  const topics = new Set([...holdings.keys()].flatMap(({ topics }) => [...topics]));
  const candidates = [...holdings].map(([member, holds]) => ({
    member,
    holds,
    takes: (partition: PartitionLog) =>
      member.topics.has(partition.topic) && (member.accepting || holds.has(partition)),
  }));
  const shares = assignPartitions([...topics].flatMap(partitionsOf), candidates);
  for (const [{ member, holds }, share] of shares) {
    holdings.set(member, share);
    for (const partition of without(holds, share)) {
      member.revoke(partition);
    }
  }
  for (const [{ member, holds }, share] of shares) {
    for (const partition of without(share, holds)) {
      member.grant(partition);
    }
  }
}

function without<T>(set: ReadonlySet<T>, other: ReadonlySet<T>): readonly T[] {
  return [...set].filter((element) => !other.has(element));
}
