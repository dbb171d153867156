import type { Application } from './application.ts';
import { createAsks } from './asks.ts';
import type { Client, ClientOf, ClientOptions } from './client.ts';
import { eventIds } from './event-id.ts';
import { quietLogger } from './quiet-logger.ts';
import { quietTelemetry } from './quiet-telemetry.ts';
import { type Receiving, receive } from './receive.ts';
import { createReplies } from './replies.ts';
import type { AnyAskRoute, AnyHandler, AnyMessageRoute, AnyReceiveOptions, AnyReceiveRoute } from './routes.ts';
import { createSender } from './sender.ts';
import { transactions } from './transactions.ts';
import { waitByTimer } from './wait.ts';
import { createWriters } from './writers.ts';

/** Makes the client of an application. Generated code calls it. It owns neither the transport nor the registry. */
export function createClient<
  Sends extends object,
  Handlers extends object,
  Params extends object = never,
  Asks extends object = never,
>(
  application: Application<Sends, Handlers, Params, Asks>,
  options: ClientOptions,
): ClientOf<Sends, Handlers, Params, Asks> {
  // Here, and nowhere else, generated types become those of `routes.ts`. To the compiler a mapped type over a type
  // parameter is opaque: it cannot see that `Application` ties each route to the function under the same name. That tie
  // is what makes these conversions true.
  const sendRoutes = application.send as Readonly<Record<string, AnyMessageRoute>>;
  const routes = application.receive as Readonly<Record<string, AnyReceiveRoute>>;
  const askRoutes = (application.ask ?? {}) as Readonly<Record<string, AnyAskRoute>>;
  const byName = (handlers: Handlers) => handlers as Readonly<Record<string, AnyHandler | undefined>>;
  const untyped = (given: object) => given as AnyReceiveOptions;
  const typed = (sends: object) => sends as Sends;
  const typedClient = (client: object) => client as ClientOf<Sends, Handlers, Params, Asks>;

  const { name, version, source } = application;
  const { transport, registry, now = () => new Date(), wait = waitByTimer } = options;
  const written = [sendRoutes, askRoutes, ...Object.values(routes).map(({ replies = {} }) => replies)];
  const writers = createWriters(
    registry,
    written.flatMap((some): readonly AnyMessageRoute[] => Object.values(some)),
  );
  const newId = options.newId ?? eventIds(now);
  const log = quietLogger(options.log);
  const telemetry = quietTelemetry(options.telemetry, log);
  const sending = { source, publisher: transport, telemetry, writers, now, newId };
  const { delivery, requests, crashPoints: reach = () => undefined } = options;
  const sendsFor = createSender({ ...sending, routes: sendRoutes });
  const repliesFor = createReplies(sending);
  const runTransaction = transactions(sendsFor, delivery, requests);
  const asking = createAsks({ ...sending, name, routes: askRoutes, registry, requests });
  const ready = async (): Promise<void> => {
    await Promise.all([writers.ready(), asking.ready()]);
  };
  const surroundings = { transport, registry, delivery, telemetry, reach, log, now, wait };
  const receiving: Receiving = { name, version, routes, sendsFor, repliesFor, requests, ready, ...surroundings };
  const client: Client<Sends, Handlers> = {
    send: typed(sendsFor()),
    transaction: (work) => runTransaction(({ tx, send }) => work({ tx, send: typed(send) })),
    ready,
    receive: (handlers, receiveOptions = {}) => receive(receiving, byName(handlers), untyped(receiveOptions)),
  };
  return typedClient({ ...client, ask: asking.asks });
}
