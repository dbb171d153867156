import type { Channel } from '../../core/application.ts';
import type { Transport } from '../../core/transport.ts';

/** Whether the channel, which may have parameters, has such a topic. */
export function isTopicOf({ topic: address, parameters = [] }: Channel, topic: string): boolean {
  if (parameters.length === 0) return address === topic;
  const pattern = address.split(/(\{[^{}]*\})/).map((part) => {
    const parameter = parameters.find(({ name }) => part === `{${name}}`);
    if (parameter === undefined) return literal(part);
    return parameter.values === undefined ? '[a-zA-Z0-9._-]+' : `(?:${parameter.values.map(literal).join('|')})`;
  });
  return new RegExp(`^${pattern.join('')}$`).test(topic);
}

/** Of what a topic may have, only the dot has a meaning in a pattern. */
const literal = (text: string): string => text.replaceAll('.', '\\.');

/**
 * The transport, on which topics of these channels exist as soon as somebody sends to them or receives from them: their
 * parameters have no enum, so nobody can make them before.
 */
export function withOpenTopics(transport: Transport, channels: readonly Channel[]): Transport {
  const made = new Set<string>();
  const ensure = async (topics: readonly string[]): Promise<void> => {
    const specs = [...new Set(topics)].flatMap((topic) => {
      const channel = made.has(topic) ? undefined : channels.find((one) => isTopicOf(one, topic));
      if (channel === undefined) return [];
      const { partitions, replicas, config } = channel;
      return [{ topic, partitions, replicas, config }];
    });
    if (specs.length > 0) await transport.ensureTopics(specs);
    for (const { topic } of specs) made.add(topic);
  };
  return {
    ...transport,
    publish: async (records) => {
      await ensure(records.map(({ topic }) => topic));
      return transport.publish(records);
    },
    subscribe: async (options) => {
      await ensure(options.topics);
      return transport.subscribe(options);
    },
  };
}
