import { publicPath } from '../../model/public-path.ts';
import type { Rule } from '../rule.ts';

/** Personal data is shown to nobody outside, whatever `x-public` says. */
export const publicFieldPersonal: Rule = {
  id: 'PUBLIC_FIELD_PERSONAL',
  severity: 'error',
  *check({ model }) {
    for (const { name, payload, publicFields = [] } of model.messages) {
      for (const { path, position } of publicFields) {
        const led = publicPath(payload.schema, path);
        if (led.kind !== 'personal') continue;
        yield {
          message: `\`x-public\` of the message '${name}' has '${path}', and '${led.name}' is personal data (\`x-pii\`).`,
          position,
          related: [],
          help: 'Remove it from `x-public`. Where it is about nobody, write "x-pii": false in the schema.',
        };
      }
    }
  },
};
