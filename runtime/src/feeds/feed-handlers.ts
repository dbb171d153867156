import type { Application, HandlerContext, ReceiveRoute } from '../core/application.ts';
import type { AddToFeed } from './open-feed.ts';
import { type AnyEvent, publicEvents } from './public-event.ts';

type AnyRoute = ReceiveRoute<unknown, unknown, unknown, unknown, object>;

/** A handler for each message that the application receives, which adds it to the feed. */
export function feedHandlers<Sends extends object, Handlers extends object>(
  application: Application<Sends, Handlers>,
  add: AddToFeed,
): Handlers {
  const routes = Object.entries<AnyRoute>(application.receive);
  const handlers = routes.map(([name, { message }]) => {
    // Throws before anything is received, where a message is not public.
    publicEvents(message);
    const handle = (event: AnyEvent, { tx }: Pick<HandlerContext<Sends>, 'tx'>): Promise<void> =>
      add(tx, message, event);
    return [name, handle] as const;
  });
  // One handler by the name of each route, and each takes any event: what `Handlers` asks for, whatever its types.
  return Object.fromEntries(handlers) as Handlers;
}
