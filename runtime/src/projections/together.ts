/** Where a handler says that it takes several events at a time. */
const ofTogether: unique symbol = Symbol.for('@eventwright/runtime ofTogether');

/** Handles several events, the oldest first. */
export type HandleTogether = (events: readonly unknown[], ctx: unknown) => Promise<void>;

/**
 * A handler of a projection that gets the events of its message which follow one another in a transaction, as many as there
 * are: one statement with `unnest` writes hundreds of rows in the time that a few single ones take. The events of others
 * between them end a run, so the order stays what it is.
 */
export function together<Event, Context>(
  handle: (events: readonly Event[], ctx: Context) => Promise<void>,
): (event: Event, ctx: Context) => Promise<void> {
  const handler = (event: Event, ctx: Context): Promise<void> => handle([event], ctx);
  return Object.assign(handler, { [ofTogether]: handle });
}

/** What handles a run of events; undefined for a handler of single ones. */
export function togetherOf(handler: object | undefined): HandleTogether | undefined {
  // Only `together` sets it, and what is given to it are events of the handler that has it.
  return handler === undefined ? undefined : (Reflect.get(handler, ofTogether) as HandleTogether | undefined);
}
