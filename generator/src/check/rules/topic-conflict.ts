import { channelTopics } from '../../model/channel-topics.ts';
import type { Channel } from '../../model/contract-model.ts';
import type { Rule } from '../rule.ts';

/** With parameters, channels of different addresses can come to the same topic; a topic must belong to one. */
export const topicConflict: Rule = {
  id: 'TOPIC_CONFLICT',
  severity: 'error',
  *check({ model }) {
    const owners = new Map<string, Channel>();
    for (const channel of model.channels) {
      for (const topic of channelTopics(channel)) {
        const owner = owners.get(topic);
        owners.set(topic, channel);
        if (owner === undefined) continue;
        const both =
          owner === channel ? `twice in ${channel.address}` : `in ${owner.address} and in ${channel.address}`;
        yield {
          message: `The topic ${topic} is ${both}.`,
          position: channel.position,
          related: owner === channel ? [] : [{ message: 'the other channel', position: owner.position }],
          help: 'Change one address, so that no two of them come to the same topic: a dot between parameters helps.',
        };
        break;
      }
    }
  },
};
