import type { FeedEvent } from '../feed-event.ts';

/** Bytes of an event, made once for all who read it. */
export type Encoded = (event: FeedEvent) => Uint8Array;

/** Remembers what it made for as long as the event itself is remembered. */
export function encodedOnce(encode: (event: FeedEvent) => string): Encoded {
  const made = new WeakMap<FeedEvent, Uint8Array>();
  return (event) => {
    const earlier = made.get(event);
    if (earlier !== undefined) return earlier;
    const bytes = Buffer.from(encode(event));
    made.set(event, bytes);
    return bytes;
  };
}
