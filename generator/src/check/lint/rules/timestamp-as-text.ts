import type { LintRule } from '../lint-rule.ts';
import { momentFields } from '../moment-fields.ts';

export const timestampAsText: LintRule = {
  id: 'LINT_TIMESTAMP_AS_TEXT',
  severity: 'warning',
  *check({ model }) {
    for (const { field, ...place } of momentFields(model, ['string'])) {
      yield {
        ...place,
        message: `'${field.name}' sounds like a time and is text.`,
        help: 'Take { "type": "long", "logicalType": "timestamp-millis" }, or { "type": "int", "logicalType": "date" } for a day.',
      };
    }
  },
};
