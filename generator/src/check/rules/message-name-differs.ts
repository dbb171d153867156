import type { Rule } from '../rule.ts';

/** A message and the record that it carries should have one name. */
export const messageNameDiffers: Rule = {
  id: 'MESSAGE_NAME_DIFFERS',
  severity: 'warning',
  *check({ model }) {
    for (const { name, payload, position } of model.messages) {
      const record = payload.name.split('.').at(-1);
      if (payload.file === undefined || record === name) continue;
      yield {
        message: `The message '${name}' carries the record ${payload.name}.`,
        position,
        related:
          payload.schema.position === undefined ? [] : [{ message: 'the record', position: payload.schema.position }],
        help: 'Give both the same name: logs and the registry show the one, code and documents the other.',
      };
    }
  },
};
