import type { PartitionLag } from '../core/transport.ts';
import type { Partition } from './fetch-control.ts';
import type { PartitionClaims } from './partition-claims.ts';
import type { LogEnd } from './stall-watch.ts';

/** What the group has still to settle of each partition that the member works on, as far as the log tells where it ends. */
export async function memberLag(
  claims: Pick<PartitionClaims, 'progress' | 'committed'>,
  readEnds: (partitions: readonly Partition[]) => Promise<readonly LogEnd[]>,
): Promise<readonly PartitionLag[]> {
  const progress = claims.progress();
  if (progress.length === 0) return [];
  const ends = await readEnds(progress);
  return progress.flatMap(({ topic, partition, position }) => {
    const log = ends.find((end) => end.topic === topic && end.partition === partition);
    if (log === undefined) return [];
    const records = Number(log.end - (claims.committed({ topic, partition }) ?? position));
    return [{ topic, partition, records: Math.max(0, records) }];
  });
}
