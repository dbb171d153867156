import type { Channel } from './contract-model.ts';

/** What a channel may have: more would burden any broker, and each consumer subscribes to all of them. */
export const mostTopics = 1_000;

/** What topics are made of. */
export type Addressed = Pick<Channel, 'address' | 'parameters'>;

/** The parameters of the channel that have no enum: its topics cannot be known. */
export function openParameters({ parameters }: Addressed): readonly string[] {
  return parameters.filter(({ values }) => values === undefined).map(({ name }) => name);
}

/** How many topics the channel has; undefined where a parameter has no enum. */
export function topicCount(channel: Addressed): number | undefined {
  if (openParameters(channel).length > 0) return undefined;
  return channel.parameters.reduce((count, { values = [] }) => count * values.length, 1);
}

/**
 * Every topic of the channel, one for each combination of values; none where a parameter has no enum, or where there are
 * too many, which is a finding.
 */
export function channelTopics(channel: Addressed): readonly string[] {
  if ((topicCount(channel) ?? 0) > mostTopics || openParameters(channel).length > 0) return [];
  return channel.parameters.reduce<readonly string[]>(
    (templates, { name, values = [] }) =>
      templates.flatMap((template) => values.map((value) => template.replaceAll(`{${name}}`, value))),
    [channel.address],
  );
}
