import type { LintRule } from '../lint-rule.ts';
import { lintedEnums, placeOfType } from '../linted-schemas.ts';

export const enumDefaultMissing: LintRule = {
  id: 'LINT_ENUM_DEFAULT_MISSING',
  severity: 'warning',
  *check({ model }) {
    for (const type of lintedEnums(model)) {
      const place = placeOfType(type);
      if (place === undefined || type.default !== undefined) continue;
      yield {
        ...place,
        message: `The enum ${type.name} has no default.`,
        help: 'Add a symbol that stands for what is unknown, and make it the "default"; or ignore it with the reason that there will never be another symbol.',
      };
    }
  },
};
