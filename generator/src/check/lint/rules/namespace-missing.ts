import type { LintRule } from '../lint-rule.ts';
import { lintedTypes, placeOfType } from '../linted-schemas.ts';

export const namespaceMissing: LintRule = {
  id: 'LINT_NAMESPACE_MISSING',
  severity: 'warning',
  *check({ model }) {
    for (const type of lintedTypes(model)) {
      const place = placeOfType(type);
      if (place === undefined || type.name.includes('.')) continue;
      yield {
        ...place,
        message: `The ${type.kind} ${type.name} has no namespace.`,
        help: 'Add "namespace", such as "shop.orders".',
      };
    }
  },
};
