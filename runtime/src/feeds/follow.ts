import type { FeedEvent } from './feed-event.ts';
import type { Feed } from './open-feed.ts';

export interface FollowOptions {
  /** Position to go on behind. */
  readonly after: bigint;
  /** Message names. */
  readonly events: readonly string[];
  /** How long it may be silent, in milliseconds. */
  readonly heartbeat: number;
  readonly signal: AbortSignal;
}

/** What a follower gets: events that fit, maybe none, and up to where there are no others. */
export interface Followed {
  readonly events: readonly FeedEvent[];
  readonly position: bigint;
}

/**
 * Follows the feed for ever, a batch at a time: the next one is looked for when it is asked for, so a slow reader costs no
 * memory. Ends when the signal is aborted, and where what follows is no longer kept.
 */
export async function* follow(feed: Feed, options: FollowOptions): AsyncGenerator<Followed, void, void> {
  const { events, heartbeat, signal } = options;
  const wanted = new Set(events);
  let position = options.after;
  while (!signal.aborted) {
    const batch = await feed.after(position, 100);
    const [next] = batch;
    if (next === undefined) {
      const grew = await grownWithin(feed, position, { heartbeat, signal });
      if (!grew && !signal.aborted) yield { events: [], position };
      continue;
    }
    if (next.position !== position + 1n) return;
    position = batch.at(-1)?.position ?? position;
    const fitting = batch.filter(({ name }) => wanted.has(name));
    if (fitting.length > 0) yield { events: fitting, position };
  }
}

async function grownWithin(
  feed: Feed,
  position: bigint,
  { heartbeat, signal }: Pick<FollowOptions, 'heartbeat' | 'signal'>,
): Promise<boolean> {
  const silence = new AbortController();
  const end = (): void => silence.abort();
  const timer = setTimeout(end, heartbeat);
  signal.addEventListener('abort', end, { once: true });
  try {
    await feed.grown(position, silence.signal);
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}
