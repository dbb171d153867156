import { kebabCase } from '../../print/identifier.ts';
import type { Rule } from '../rule.ts';

/** A message name means one thing everywhere: one payload, one key, the same headers. */
export const messageNameDuplicate: Rule = {
  id: 'MESSAGE_NAME_DUPLICATE',
  severity: 'error',
  *check({ model }) {
    for (const messages of Map.groupBy(model.messages, (message) => kebabCase(message.name)).values()) {
      const [first, ...others] = messages;
      for (const other of others) {
        if (first === undefined) continue;
        yield {
          message:
            first.name === other.name
              ? `There is already a message '${other.name}', with another payload, key or headers.`
              : `The messages '${first.name}' and '${other.name}' would have the same name in generated code.`,
          position: other.position,
          related: [{ message: 'the other one', position: first.position }],
          help: 'Rename one of them, or keep one and refer to it by `$ref`.',
        };
      }
    }
  },
};
