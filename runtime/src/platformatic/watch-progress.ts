import { RuntimeError } from '../core/errors.ts';
import type { Fetcher } from './fetcher.ts';

/** How long a partition may be fetched without records and without the news that there are none. In milliseconds. */
const stallTimeout = 30_000;

/**
 * Notices a client that fetches and gets nothing although there is something, until the returned function is called.
 * Partitions at rest, empty ones and gaps are none of that.
 */
export function watchProgress(
  fetcher: Pick<Fetcher, 'progress'>,
  group: string,
  onStalled: (error: RuntimeError) => void,
): () => void {
  const timer = setInterval(() => {
    const stalled = fetcher.progress().find(({ since }) => Date.now() - since > stallTimeout);
    if (stalled !== undefined) onStalled(nothingCame(group, stalled));
  }, stallTimeout / 30).unref();
  return () => clearInterval(timer);
}

function nothingCame(group: string, { topic, partition }: { topic: string; partition: number }): RuntimeError {
  return new RuntimeError(
    'TRANSPORT_FAILED',
    `group '${group}' has got nothing of partition ${partition} of '${topic}' for ${stallTimeout} ms although there is ` +
      'something, or nobody answers: it joins anew',
  );
}
