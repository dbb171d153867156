import type { Partition } from '../partitions/fetch-control.ts';

/** One text for each partition. */
export function nameOf({ topic, partition }: Partition): string {
  return `${topic}/${partition}`;
}
