import type { LintRule } from '../lint-rule.ts';
import { momentFields } from '../moment-fields.ts';

export const timestampAsLong: LintRule = {
  id: 'LINT_TIMESTAMP_AS_LONG',
  severity: 'warning',
  *check({ model }) {
    for (const { field, ...place } of momentFields(model, ['int', 'long'])) {
      yield {
        ...place,
        message: `'${field.name}' sounds like a time and is a bare number.`,
        help: 'Say what it counts: "logicalType": "timestamp-millis", or "date" for the days of an int.',
      };
    }
  },
};
