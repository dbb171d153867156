import type { Partition } from './fetch-control.ts';

/** Partitions by topic. */
export type Assignment = Readonly<Record<string, readonly number[]>>;

export function partitionsOf(assignment: Assignment): readonly Partition[] {
  return Object.entries(assignment).flatMap(([topic, partitions]) =>
    partitions.map((partition) => ({ topic, partition })),
  );
}

/** A member of a group and what it has subscribed to. */
export interface Candidate {
  readonly id: string;
  readonly topics: ReadonlySet<string>;
}

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
