import type { Application } from './application.ts';
import type { Client, ClientOf, ClientOptions } from './client.ts';
import { eventIds } from './event-id.ts';
import { quietLogger } from './quiet-logger.ts';
import { quietTelemetry } from './quiet-telemetry.ts';
import { type Receiving, receive } from './receive.ts';
import type { AnyHandler, AnyMessageRoute, AnyReceiveOptions, AnyReceiveRoute } from './routes.ts';
import { createSender } from './sender.ts';
import { transactions } from './transactions.ts';
import { waitByTimer } from './wait.ts';
import { createWriters } from './writers.ts';

/** Makes the client of an application. Generated code calls it. It owns neither the transport nor the registry. */
export function createClient<Sends extends object, Handlers extends object, Params extends object = never>(
  application: Application<Sends, Handlers, Params>,
  options: ClientOptions,
): ClientOf<Sends, Handlers, Params> {
  // Here, and nowhere else, generated types become those of `routes.ts`. To the compiler a mapped type over a type
  // parameter is opaque: it cannot see that `Application` ties each route to the function under the same name. That tie
  // is what makes these conversions true.
  const sendRoutes = application.send as Readonly<Record<string, AnyMessageRoute>>;
  const routes = application.receive as Readonly<Record<string, AnyReceiveRoute>>;
  const byName = (handlers: Handlers) => handlers as Readonly<Record<string, AnyHandler | undefined>>;
  const untyped = (given: object) => given as AnyReceiveOptions;
  const typed = (sends: object) => sends as Sends;
  const typedClient = (client: Client<Sends, Handlers>) => client as ClientOf<Sends, Handlers, Params>;

  const { name, version, source } = application;
  const { transport, registry, now = () => new Date(), wait = waitByTimer } = options;
  const writers = createWriters(registry, Object.values(sendRoutes));
  const newId = options.newId ?? eventIds(now);
  const log = quietLogger(options.log);
  const telemetry = quietTelemetry(options.telemetry, log);
  const sendsFor = createSender({ source, routes: sendRoutes, publisher: transport, telemetry, writers, now, newId });
  const runTransaction = transactions(sendsFor, options.delivery);
  const { ready } = writers;
  const { delivery, crashPoints: reach = () => undefined } = options;
  const surroundings = { transport, registry, delivery, telemetry, reach, log, now, wait };
  const receiving: Receiving = { name, version, routes, sendsFor, ready, ...surroundings };
  return typedClient({
    send: typed(sendsFor()),
    transaction: (work) => runTransaction(({ tx, send }) => work({ tx, send: typed(send) })),
    ready,
    receive: (handlers, receiveOptions = {}) => receive(receiving, byName(handlers), untyped(receiveOptions)),
  });
}
