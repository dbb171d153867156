import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Feed } from '../open-feed.ts';
import type { Subscribers } from '../subscribers.ts';
import { type AtomRequest, atomFeed, atomPage } from './atom.ts';
import { authorize, chosenEvents } from './authorize.ts';
import { serveSocket, socketBytes } from './event-socket.ts';
import { eventBytes, eventStream } from './event-stream.ts';
import { openStreams, type StreamOwner, type Streams } from './open-streams.ts';
import { poll } from './poll.ts';
import { ProblemError, problemResponse } from './problem.ts';
import { createRateLimit, type RateLimit, type RateLimitOptions } from './rate-limit.ts';
import { startPosition } from './start-position.ts';

export interface FeedApiOptions {
  readonly feed: Feed;
  readonly subscribers: Subscribers;
  /** Of the Atom feed. Default `Events`. */
  readonly title?: string;
  /** Where the outside finds this server, such as `https://partners.shop.example`, behind a proxy. Default: as asked. */
  readonly origin?: string;
  /** Requests of one subscriber. Default 50 a second, 200 at once. */
  readonly rateLimit?: RateLimitOptions;
  /** Streams that one subscriber may have open at a time, in this process; a poll that waits is one. Default 100. */
  readonly maxStreams?: number;
  /** How long a stream is silent at most, in milliseconds; also how often its token is looked at again. Default 15,000. */
  readonly heartbeat?: number;
  /** How long a client may take nothing before it is cut off, in milliseconds. Default 30,000. */
  readonly stallTimeout?: number;
}

/** The feed over HTTP, for a server to mount. */
export interface FeedApi {
  /**
   * Answers what is its own, undefined for the rest. `GET /events` polls, `/events/stream` are server-sent events,
   * `/events/atom` and `/events/atom/PAGE` Atom. All take `events`, names with commas; the first two `after`, a cursor.
   */
  fetch(request: Request): Promise<Response | undefined>;
  /** For `server.on('upgrade', …)`: WebSocket at `/events/socket`. False where it is not its own. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Ends all streams; clients connect again elsewhere. */
  close(): void;
}

interface Api {
  readonly feed: Feed;
  readonly subscribers: Subscribers;
  readonly limit: RateLimit;
  readonly streams: Streams;
  readonly title: string;
  readonly origin: string | undefined;
  readonly heartbeat: number;
  readonly stallTimeout: number;
}

export function feedApi(options: FeedApiOptions): FeedApi {
  const { feed, subscribers, title = 'Events', origin, heartbeat = 15_000, stallTimeout = 30_000 } = options;
  const { rateLimit = { perSecond: 50, burst: 200 }, maxStreams = 100 } = options;
  const limit = createRateLimit(rateLimit);
  const streams = openStreams({ subscribers, most: maxStreams, checkEvery: heartbeat });
  const api: Api = { feed, subscribers, limit, streams, title, origin, heartbeat, stallTimeout };
  const encode = eventBytes(feed);
  const accept = socketUpgrade(api);
  return {
    fetch: async (request) => {
      const url = new URL(request.url);
      const answer = routeOf(url.pathname);
      if (answer === undefined) return undefined;
      if (request.method !== 'GET') {
        return problemResponse({ status: 405, title: 'Only GET is allowed here.', headers: { allow: 'GET' } });
      }
      try {
        const { subscriber, token } = await authorize(request.headers, api);
        const events = chosenEvents(url, subscriber);
        const owner = { subscriber: subscriber.id, token, events };
        if (answer.kind === 'poll') return await polled(api, { request, url, events, owner });
        if (answer.kind !== 'stream') return await pageOf(api, answer, { request, url, events, owner });
        const after = request.headers.get('last-event-id') ?? url.searchParams.get('after') ?? 'now';
        const position = await startPosition(feed, after);
        const { ending, end } = streams.begin(owner);
        return eventStream(feed, { after: position, events, heartbeat, stallTimeout, encode, ending, ended: end });
      } catch (error) {
        if (error instanceof ProblemError) return problemResponse(error.problem);
        throw error;
      }
    },
    upgrade: accept,
    close: streams.close,
  };
}

type Route = { readonly kind: 'poll' | 'stream' | 'atom' } | { readonly kind: 'page'; readonly page: bigint };

function routeOf(path: string): Route | undefined {
  if (path === '/events') return { kind: 'poll' };
  if (path === '/events/stream') return { kind: 'stream' };
  if (path === '/events/atom') return { kind: 'atom' };
  const page = /^\/events\/atom\/([1-9]\d{0,14})$/.exec(path)?.[1];
  return page === undefined ? undefined : { kind: 'page', page: BigInt(page) };
}

interface Asked {
  readonly request: Request;
  readonly url: URL;
  readonly events: readonly string[];
  readonly owner: StreamOwner;
}

/** A request that waits is a stream for as long as it does: it counts as one, and ends as one. */
async function polled({ feed, streams, origin }: Api, { request, url, events, owner }: Asked): Promise<Response> {
  const self = `${origin ?? url.origin}/events`;
  if (!url.searchParams.has('wait')) return poll(feed, { url, events, signal: request.signal, self });
  const { ending, end } = streams.begin(owner);
  const signal = AbortSignal.any([request.signal, ending.signal]);
  return poll(feed, { url, events, signal, self }).finally(end);
}

function pageOf({ feed, title, origin }: Api, route: Route, { request, url, events }: Asked): Promise<Response> {
  const base = origin ?? url.origin;
  const known = request.headers.get('if-none-match');
  const atom: AtomRequest = { events, self: `${base}/events/atom`, title, known };
  return route.kind === 'page' ? atomPage(feed, route.page, atom) : atomFeed(feed, atom);
}

function socketUpgrade(api: Api): FeedApi['upgrade'] {
  const { feed, subscribers, limit, streams, heartbeat, stallTimeout } = api;
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 1_024 });
  const encode = socketBytes(feed);
  const accept = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const headers = new Headers({ authorization: request.headers.authorization ?? '' });
    const { subscriber, token } = await authorize(headers, { subscribers, limit });
    const events = chosenEvents(url, subscriber);
    const after = await startPosition(feed, url.searchParams.get('after') ?? 'now');
    const { ending, end } = streams.begin({ subscriber: subscriber.id, token, events });
    ending.signal.addEventListener('abort', end, { once: true });
    socket.once('close', () => ending.abort());
    server.handleUpgrade(request, socket, head, (connected) => {
      void serveSocket(feed, connected, { after, events, heartbeat, stallTimeout, encode, ending });
    });
  };
  return (request, socket, head) => {
    if (new URL(request.url ?? '/', 'http://localhost').pathname !== '/events/socket') return false;
    const drop = (): void => void socket.destroy();
    socket.on('error', drop);
    accept(request, socket, head).catch((error: unknown) => {
      const problem = error instanceof ProblemError ? error.problem : { status: 503, title: 'Try again in a moment.' };
      socket.end(problemText(problem), drop);
    });
    return true;
  };
}

/** Before the upgrade there is only the bare socket. */
function problemText({ status, title }: ProblemError['problem']): string {
  const body = JSON.stringify({ type: 'about:blank', title, status });
  const head = [`HTTP/1.1 ${status} ${status < 500 ? 'Refused' : 'Unavailable'}`, 'connection: close'];
  const type = ['content-type: application/problem+json', `content-length: ${Buffer.byteLength(body)}`];
  return [...head, ...type, '', body].join('\r\n');
}
