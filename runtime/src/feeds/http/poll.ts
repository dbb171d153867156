import type { FeedEvent } from '../feed-event.ts';
import type { Feed } from '../open-feed.ts';
import { ProblemError } from './problem.ts';
import { startPosition } from './start-position.ts';

/** Positions that one request looks at for events that fit, and events that it gives. */
const most = { looked: 10_000, events: 500 } as const;

/** Of a long poll, in seconds: proxies cut longer ones. */
const longestWait = 25;

export interface PollRequest {
  readonly url: URL;
  /** Message names. */
  readonly events: readonly string[];
  readonly signal: AbortSignal;
  /** Address of this resource, for the next request. */
  readonly self: string;
}

/**
 * Events behind a cursor as a CloudEvents batch; the next request is in `Link`, `rel="next"`. With `wait` it comes back as
 * soon as there are some. Throws problems.
 */
export async function poll(feed: Feed, { url, events, signal, self }: PollRequest): Promise<Response> {
  const limit = wholeNumber(url, 'limit', { from: 1, to: most.events, or: 100 });
  const wait = wholeNumber(url, 'wait', { from: 0, to: longestWait, or: 0 });
  const start = await startPosition(feed, url.searchParams.get('after') ?? 'start');
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(wait * 1_000)]);
  let found = await look(feed, { after: start, events, limit });
  while (wait > 0 && found.events.length === 0 && (await hasGrown(feed, found.position, deadline))) {
    found = await look(feed, { after: found.position, events, limit });
  }
  const next = new URL(self);
  next.search = new URLSearchParams({
    ...Object.fromEntries(url.searchParams),
    after: feed.seal(found.position),
  }).toString();
  return new Response(`[${found.events.map(({ body }) => body).join(',\n')}]`, {
    headers: {
      'content-type': 'application/cloudevents-batch+json; charset=utf-8',
      'cache-control': 'no-store',
      link: `<${next.href}>; rel="next"`,
    },
  });
}

interface Found {
  readonly events: readonly FeedEvent[];
  /** Up to where was looked. */
  readonly position: bigint;
}

async function look(
  feed: Feed,
  { after, events, limit }: { after: bigint; events: readonly string[]; limit: number },
): Promise<Found> {
  const wanted = new Set(events);
  const found: FeedEvent[] = [];
  let position = after;
  while (position - after < most.looked) {
    const batch = await feed.after(position);
    if (batch.length === 0) break;
    for (const event of batch) {
      if (found.length === limit) return { events: found, position };
      position = event.position;
      if (wanted.has(event.name)) found.push(event);
    }
  }
  return { events: found, position };
}

const hasGrown = (feed: Feed, position: bigint, signal: AbortSignal): Promise<boolean> =>
  feed.grown(position, signal).then(
    () => true,
    () => false,
  );

function wholeNumber(url: URL, name: string, { from, to, or }: { from: number; to: number; or: number }): number {
  const text = url.searchParams.get(name);
  if (text === null) return or;
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= from && value <= to) return value;
  throw new ProblemError({ status: 400, title: `\`${name}\` has to be a whole number from ${from} to ${to}.` });
}
