import type { Rule } from '../rule.ts';

/** All messages of a topic have one key schema: the topic has one key subject, and order is kept over all its messages. */
export const topicKeyConflict: Rule = {
  id: 'TOPIC_KEY_CONFLICT',
  severity: 'error',
  *check({ model }) {
    for (const { address, messages } of model.channels) {
      const [first, ...others] = messages;
      for (const { name, key, position } of others) {
        if (first === undefined || key === first.key) continue;
        yield {
          message: `On ${address} the message '${name}' has the key ${key.name}, but '${first.name}' has ${first.key.name}.`,
          position,
          related: [{ message: `'${first.name}'`, position: first.position }],
          help: 'Give both the same key, or let one of them travel on a topic of its own.',
        };
      }
    }
  },
};
