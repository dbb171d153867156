import type { Subscribers } from '../subscribers.ts';
import { ProblemError } from './problem.ts';

export interface OpenStreamsOptions {
  readonly subscribers: Subscribers;
  /** Of one subscriber. */
  readonly most: number;
  /** How often tokens are looked at again, in milliseconds. */
  readonly checkEvery: number;
}

export interface StreamOwner {
  /** Id of the subscriber. */
  readonly subscriber: string;
  readonly token: string;
  /** Message names that it sees. */
  readonly events: readonly string[];
}

/** The streams that are open: so many of each subscriber, and none for longer than its token allows what it shows. */
export interface Streams {
  /** Throws a 429 where the subscriber has too many. `end` is to be called when it has ended. */
  begin(owner: StreamOwner): { readonly ending: AbortController; end(): void };
  close(): void;
}

interface OpenStream extends StreamOwner {
  readonly ending: AbortController;
}

export function openStreams({ subscribers, most, checkEvery }: OpenStreamsOptions): Streams {
  const streams = new Set<OpenStream>();
  const check = async (): Promise<void> => {
    for (const [token, own] of Map.groupBy([...streams], (stream) => stream.token)) {
      const subscriber = await subscribers.authenticate(token);
      const allowed = new Set(subscriber?.events);
      for (const { events, ending } of own) {
        if (subscriber === undefined || !events.every((name) => allowed.has(name))) ending.abort();
      }
    }
  };
  // Where the database is away nobody is cut off: it is looked at again.
  const timer = setInterval(() => void check().catch(() => undefined), checkEvery);
  timer.unref();
  return {
    begin: (owner) => {
      const own = [...streams].filter(({ subscriber }) => subscriber === owner.subscriber);
      if (own.length >= most) {
        const title = `There are ${own.length} streams open already. Close one first.`;
        throw new ProblemError({ status: 429, title, headers: { 'retry-after': '10' } });
      }
      const stream: OpenStream = { ...owner, ending: new AbortController() };
      streams.add(stream);
      return { ending: stream.ending, end: () => void streams.delete(stream) };
    },
    close: () => {
      clearInterval(timer);
      for (const { ending } of [...streams]) ending.abort();
    },
  };
}
