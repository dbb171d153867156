import type { Rule } from '../rule.ts';

/** Kafka allows few characters in the name of a topic; `<topic>.dlt` must fit as well. */
const allowed = /^(?!\.{1,2}$)[a-zA-Z0-9._-]{1,245}$/;

export const topicNameInvalid: Rule = {
  id: 'TOPIC_NAME_INVALID',
  severity: 'error',
  *check({ model }) {
    for (const { address, position } of model.channels) {
      if (allowed.test(address)) continue;
      const parameters = address.match(/\{[^{}]*\}/g);
      yield {
        message:
          parameters === null
            ? `'${address}' cannot be the name of a topic.`
            : `'${address}' is no topic: channel parameters (${parameters.join(', ')}) are not supported.`,
        position,
        related: [],
        help:
          parameters === null
            ? 'Use up to 245 of the characters a-z, A-Z, 0-9, dot, underscore and minus.'
            : 'A topic is made, and subscribed to, by its one name. Write a channel for each, their messages shared by `$ref`.',
      };
    }
  },
};
