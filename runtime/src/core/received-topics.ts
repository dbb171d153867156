import { type ChannelTopics, channelTopics, openParameters } from './channel-topics.ts';
import { RuntimeError } from './errors.ts';
import type { AnyReceiveOptions, AnyReceiveRoute } from './routes.ts';

/**
 * The topics of each route, by its name: all of its channel, or those that the options choose. Throws
 * `CONFIGURATION_INVALID` where they have to and do not, or choose for what has no parameters.
 */
export function receivedTopics(
  routes: Readonly<Record<string, AnyReceiveRoute>>,
  params: NonNullable<AnyReceiveOptions['params']>,
): ReadonlyMap<string, ChannelTopics> {
  for (const name of Object.keys(params)) {
    if (!Object.hasOwn(routes, name) || routes[name]?.channel.parameters === undefined) throw withoutParameters(name);
  }
  return new Map(Object.entries(routes).map(([name, route]) => [name, topicsOfRoute(name, route, params[name])]));
}

function topicsOfRoute(
  name: string,
  { channel }: AnyReceiveRoute,
  chosen: NonNullable<AnyReceiveOptions['params']>[string],
): ChannelTopics {
  const open = openParameters(channel);
  if (chosen === undefined && open.length === 0) return channelTopics(channel, {});
  if (chosen === undefined || chosen.length === 0) throw unchosen(name, channel.topic, open);
  return new Map(chosen.flatMap((values) => [...channelTopics(channel, definedOnly(values))]));
}

/** A property that is there with no value is one that was left out. */
const definedOnly = (values: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );

function withoutParameters(name: string): RuntimeError {
  return new RuntimeError(
    'CONFIGURATION_INVALID',
    `receive option "params" has ${name}, whose channel has no parameters, or which is not received; leave it out`,
  );
}

function unchosen(name: string, topic: string, open: readonly string[]): RuntimeError {
  const example = open.length === 0 ? '' : ` ${open.map((parameter) => `${parameter}: …`).join(', ')} `;
  return new RuntimeError(
    'CONFIGURATION_INVALID',
    `which topics of ${topic} to receive from is not said; give receive() params: { ${name}: [{${example}}] }`,
  );
}
