import { mostTopics, topicCount } from '../../model/channel-topics.ts';
import type { Rule } from '../rule.ts';

/** A channel must not come to more topics than anybody wants to run. */
export const channelTopicsTooMany: Rule = {
  id: 'CHANNEL_TOPICS_TOO_MANY',
  severity: 'error',
  *check({ model }) {
    for (const channel of model.channels) {
      const count = topicCount(channel) ?? 0;
      if (count <= mostTopics) continue;
      const factors = channel.parameters.map(({ name, values = [] }) => `${values.length} of ${name}`).join(' times ');
      yield {
        message: `The channel ${channel.address} has ${count.toLocaleString('en')} topics (${factors}); ${mostTopics.toLocaleString('en')} is the most.`,
        position: channel.position,
        related: [],
        help: 'Remove the enum of one parameter, so that consumers choose their topics, or put it into the message.',
      };
    }
  },
};
