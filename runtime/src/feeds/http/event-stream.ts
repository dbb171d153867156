import { type FollowOptions, follow } from '../follow.ts';
import type { Feed } from '../open-feed.ts';
import { type Encoded, encodedOnce } from './encoded.ts';

/** How long a client waits before it connects again, in milliseconds. */
const reconnectAfter = 2_000;

/** Server-sent events: the id is the cursor, so that a client resumes by itself, with `Last-Event-ID`. */
export const eventBytes = (feed: Feed): Encoded =>
  encodedOnce(({ position, name, body }) => `id: ${feed.seal(position)}\nevent: ${name}\ndata: ${body}\n\n`);

export interface StreamOptions extends Omit<FollowOptions, 'signal'> {
  readonly encode: Encoded;
  /** How long a client may take nothing of what is there for it, in milliseconds; then it is cut off. */
  readonly stallTimeout: number;
  /** Ends the stream. */
  readonly ending: AbortController;
  /** Called once it has ended. */
  ended(): void;
}

/**
 * A stream that never ends by itself. It is read as the client takes it: nothing is kept for a slow one but what the
 * socket holds, and one that stands still is cut off and resumes where it was.
 */
export function eventStream(feed: Feed, options: StreamOptions): Response {
  const { ending, encode, stallTimeout } = options;
  const followed = follow(feed, { ...options, signal: ending.signal });
  let stall: NodeJS.Timeout | undefined;
  const end = (): void => {
    clearTimeout(stall);
    ending.abort();
  };
  const give = (controller: ReadableStreamDefaultController<Uint8Array>, bytes: Uint8Array): void => {
    controller.enqueue(bytes);
    stall = setTimeout(end, stallTimeout);
    stall.unref();
  };
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      give(controller, Buffer.from(`retry: ${reconnectAfter}\n\n`));
      ending.signal.addEventListener(
        'abort',
        () => {
          options.ended();
          closeQuietly(controller);
        },
        { once: true },
      );
    },
    pull: async (controller) => {
      clearTimeout(stall);
      const next = await followed.next().catch(() => ({ done: true as const, value: undefined }));
      if (next.done === true || ending.signal.aborted) return end();
      const { events, position } = next.value;
      give(
        controller,
        events.length === 0 ? Buffer.from(`id: ${feed.seal(position)}\n\n`) : joined(events.map(encode)),
      );
    },
    cancel: end,
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    },
  });
}

/** One event's bytes go out as they are: they are the same for everybody. */
const joined = (parts: readonly Uint8Array[]): Uint8Array =>
  parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);

/** The client may have gone first. */
function closeQuietly(controller: ReadableStreamDefaultController): void {
  try {
    controller.close();
  } catch {
    // It is closed already.
  }
}
