import { RuntimeError } from '../core/errors.ts';
import type { Cluster } from './cluster.ts';

export interface PartitionCountsOptions {
  readonly cluster: Pick<Cluster, 'describe'>;
  readonly topics: readonly string[];
  readonly onError: ((error: Error) => void) | undefined;
  /** The partitions have to be dealt out anew, so that somebody reads the new ones. */
  onGrown(): void;
  /** In milliseconds. Default 15,000. */
  readonly interval?: number;
}

/** Notices topics that get more partitions, until the returned function is called. */
export function watchPartitionCounts(options: PartitionCountsOptions): () => void {
  const { cluster, topics, onError, onGrown, interval = 15_000 } = options;
  const known = new Map<string, number>();

  async function look(): Promise<void> {
    const view = await cluster.describe(topics);
    const grown = [...view.topics].filter(
      ([topic, { leaders }]) => leaders.length > (known.get(topic) ?? leaders.length),
    );
    for (const [topic, { leaders }] of grown) onError?.(morePartitions(topic, known.get(topic) ?? 0, leaders.length));
    for (const [topic, { leaders }] of view.topics) known.set(topic, leaders.length);
    if (grown.length > 0) onGrown();
  }

  // Where nobody answers there is another look.
  const lookAgain = (): void => void look().catch(() => undefined);
  lookAgain();
  const timer = setInterval(lookAgain, interval).unref();
  return () => clearInterval(timer);
}

function morePartitions(topic: string, before: number, after: number): RuntimeError {
  return new RuntimeError(
    'CONFIGURATION_INVALID',
    `topic '${topic}' has ${after} partitions now, ${before} before: records of a key go to another partition than those ` +
      'before them, so their order does not hold until the old ones are handled. Add partitions only while nothing is sent',
  );
}
