import type { Cluster } from './cluster.ts';

/**
 * Notices topics that get more partitions, until the returned function is called: somebody has to read the new ones.
 *
 * @param interval how often to look, in milliseconds.
 */
export function watchPartitionCounts(
  cluster: Pick<Cluster, 'describe'>,
  topics: readonly string[],
  { onGrown, interval = 10_000 }: { onGrown(): void; readonly interval?: number },
): () => void {
  const known = new Map<string, number>();

  async function look(): Promise<void> {
    const view = await cluster.describe(topics);
    const counts = [...view.topics].map(([topic, { leaders }]) => [topic, leaders.length] as const);
    const grown = counts.some(([topic, count]) => count > (known.get(topic) ?? count));
    for (const [topic, count] of counts) known.set(topic, count);
    if (grown) onGrown();
  }

  // Where nobody answers there is another look.
  const lookAgain = (): void => void look().catch(() => undefined);
  lookAgain();
  const timer = setInterval(lookAgain, interval).unref();
  return () => clearInterval(timer);
}
