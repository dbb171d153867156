import type { WebSocket } from 'ws';
import { type FollowOptions, follow } from '../follow.ts';
import type { Feed } from '../open-feed.ts';
import { type Encoded, encodedOnce } from './encoded.ts';

/** Messages of a WebSocket: an event with the cursor to resume behind it; without an event in a pause. */
export const socketBytes = (feed: Feed): Encoded =>
  encodedOnce(({ position, body }) => `{"cursor":"${feed.seal(position)}","event":${body}}`);

export interface SocketOptions extends Omit<FollowOptions, 'signal'> {
  readonly encode: Encoded;
  /** How long a client may take nothing of what is there for it, in milliseconds; then it is cut off. */
  readonly stallTimeout: number;
  /** Ends the connection. */
  readonly ending: AbortController;
}

/** Codes by RFC 6455: going away, nothing may be sent to us, try again later. */
const codes = { ended: 1001, refused: 1003, slow: 1013 } as const;

/** Sends the feed to a client until either goes. A batch is sent when the one before it has left this process. */
export async function serveSocket(feed: Feed, socket: WebSocket, options: SocketOptions): Promise<void> {
  const { ending, encode, stallTimeout } = options;
  const end = (): void => ending.abort();
  socket.on('close', end);
  socket.on('error', end);
  socket.on('message', () => socket.close(codes.refused, 'this end sends only'));
  ending.signal.addEventListener('abort', () => socket.close(codes.ended), { once: true });
  try {
    for await (const { events, position } of follow(feed, { ...options, signal: ending.signal })) {
      const messages = events.length === 0 ? [pauseAt(feed, position)] : events.map(encode);
      if (await sendAll(socket, messages, stallTimeout)) continue;
      socket.close(codes.slow, 'too slow');
      // It may not even take the farewell.
      socket.terminate();
      return;
    }
  } catch {
    // The database is away: the client comes back, and finds the feed where it was.
  } finally {
    end();
  }
}

const pauseAt = (feed: Feed, position: bigint): Uint8Array => Buffer.from(`{"cursor":"${feed.seal(position)}"}`);

/** False where they have not left in time. */
function sendAll(socket: WebSocket, messages: readonly Uint8Array[], timeout: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), timeout);
    const done = (error?: Error | null): void => {
      clearTimeout(timer);
      resolve(error === undefined || error === null);
    };
    const last = messages.length - 1;
    messages.forEach((message, index) => {
      socket.send(message, { binary: false }, index === last ? done : undefined);
    });
  });
}
