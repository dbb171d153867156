/** A member of a group, as far as sharing partitions goes. */
export interface Candidate<Partition> {
  readonly holds: ReadonlySet<Partition>;
  /** Whether it may be given the partition, or keep it. */
  takes(partition: Partition): boolean;
}

/**
 * Shares the partitions among those who take them, as evenly as that allows, and moves no more than it must: whoever
 * holds a partition keeps it unless another has at least two fewer. A partition that nobody takes is left out.
 */
export function assignPartitions<Partition, Member extends Candidate<Partition>>(
  partitions: readonly Partition[],
  members: readonly Member[],
): Map<Member, Set<Partition>> {
  const shares = new Map(members.map((member) => [member, keptBy(member, partitions)]));
  const held = new Set([...shares.values()].flatMap((share) => [...share]));
  for (const partition of partitions) {
    if (!held.has(partition)) {
      leastLoaded(shares, partition)?.add(partition);
    }
  }
  while (moveOne(shares)) {
    // Each move brings two shares closer together, so this ends.
  }
  return shares;
}

type Shares<Partition, Member> = ReadonlyMap<Member, Set<Partition>>;

function keptBy<Partition>(member: Candidate<Partition>, partitions: readonly Partition[]): Set<Partition> {
  return new Set(partitions.filter((partition) => member.holds.has(partition) && member.takes(partition)));
}

function leastLoaded<Partition, Member extends Candidate<Partition>>(
  shares: Shares<Partition, Member>,
  partition: Partition,
): Set<Partition> | undefined {
  let least: Set<Partition> | undefined;
  for (const [member, share] of shares) {
    if (member.takes(partition) && (least === undefined || share.size < least.size)) {
      least = share;
    }
  }
  return least;
}

/** Moves one partition from a larger share to one that is smaller by two or more; false where there is none. */
function moveOne<Partition, Member extends Candidate<Partition>>(shares: Shares<Partition, Member>): boolean {
  for (const share of [...shares.values()].sort((a, b) => b.size - a.size)) {
    for (const partition of share) {
      const least = leastLoaded(shares, partition);
      if (least !== undefined && least.size + 2 <= share.size) {
        share.delete(partition);
        least.add(partition);
        return true;
      }
    }
  }
  return false;
}
