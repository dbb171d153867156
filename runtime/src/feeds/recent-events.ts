import type { FeedEvent } from './feed-event.ts';

/** What is kept in memory: events, and characters of their bodies. */
const most = { events: 2_000, characters: 8_000_000 } as const;

/** The newest events, so that a thousand readers at the end of the feed cost the database one query. */
export interface RecentEvents {
  /** Position of the newest one that was read. */
  readonly last: bigint;
  /** Events behind the position, oldest first. Undefined where it lies before what is kept. */
  after(position: bigint, limit: number): readonly FeedEvent[] | undefined;
  /** Takes over what follows `last`. */
  add(events: readonly FeedEvent[]): void;
}

export function createRecentEvents(start: bigint): RecentEvents {
  let events: FeedEvent[] = [];
  let characters = 0;
  let last = start;
  /** Position before the oldest one that is kept. */
  let before = start;
  return {
    get last() {
      return last;
    },
    after: (position, limit) => {
      if (position < before) return undefined;
      const from = Number(position - before);
      return events.slice(from, from + limit);
    },
    add: (more) => {
      for (const event of more) {
        // What lies between was forgotten while this process stood still.
        if (event.position !== last + 1n) {
          events = [];
          characters = 0;
          before = event.position - 1n;
        }
        events.push(event);
        characters += event.body.length;
        last = event.position;
      }
      let dropped = 0;
      while (events.length - dropped > most.events || (characters > most.characters && dropped < events.length)) {
        characters -= events[dropped]?.body.length ?? 0;
        dropped += 1;
      }
      if (dropped > 0) events = events.slice(dropped);
      before += BigInt(dropped);
    },
  };
}
