import { publicPath } from '../../model/public-path.ts';
import { suggest } from '../../model/suggest.ts';
import type { Rule } from '../rule.ts';

/** `x-public` names fields of the payload. */
export const publicFieldUnknown: Rule = {
  id: 'PUBLIC_FIELD_UNKNOWN',
  severity: 'error',
  *check({ model }) {
    for (const { name, payload, publicFields = [] } of model.messages) {
      for (const { path, position } of publicFields) {
        const led = publicPath(payload.schema, path);
        if (led.kind !== 'unknown') continue;
        yield {
          message: `\`x-public\` of the message '${name}' has '${path}', and there is no field '${led.name}'.`,
          position,
          related: [],
          help: suggest(led.name, led.known) ?? 'Name a field of the payload, such as `orderId` or `totals.total`.',
        };
      }
    }
  },
};
