import { parameterNames } from '../../model/build-parameters.ts';
import type { Rule } from '../rule.ts';

/** Kafka allows few characters in the name of a topic; `<topic>.dlt` must fit as well. */
const allowed = /^(?!\.{1,2}$)[a-zA-Z0-9._-]{1,245}$/;

export const topicNameInvalid: Rule = {
  id: 'TOPIC_NAME_INVALID',
  severity: 'error',
  *check({ model }) {
    for (const { address, parameters, position } of model.channels) {
      // The longest topic that there is; values that no topic can have are findings of their own.
      const topic = parameterNames(address).reduce((template, name) => {
        const values = parameters.find((parameter) => parameter.name === name)?.values ?? [];
        const longest = values.reduce((a, b) => (b.length > a.length ? b : a), 'x');
        return template.replaceAll(`{${name}}`, () => longest.replaceAll(/[^a-zA-Z0-9._-]/g, 'x'));
      }, address);
      if (allowed.test(topic)) continue;
      yield {
        message: `'${topic.length > 245 ? topic : address}' cannot be the name of a topic.`,
        position,
        related: [],
        help: 'Use up to 245 of the characters a-z, A-Z, 0-9, dot, underscore and minus, parameters in braces: {region}.',
      };
    }
  },
};
