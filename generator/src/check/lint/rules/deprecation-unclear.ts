import { isDay } from '../../../model/day.ts';
import { suggest } from '../../../model/suggest.ts';
import { deprecatedParts } from '../deprecated-parts.ts';
import type { LintRule } from '../lint-rule.ts';

/** What cannot be read is not reminded of, and what is not there takes nobody's place. */
export const deprecationUnclear: LintRule = {
  id: 'LINT_DEPRECATION_UNCLEAR',
  severity: 'warning',
  *check({ model }) {
    for (const { subject, position, holders, what, deprecation, alternatives, has } of deprecatedParts(model)) {
      const { removeAfter, replacedBy } = deprecation;
      const place = { subject, position, ...(holders === undefined ? {} : { holders }) };
      if (removeAfter !== undefined && !isDay(removeAfter)) {
        yield {
          ...place,
          message: `${what} is to be gone after '${removeAfter}', which is no day.`,
          help: 'Write the last day on which it has to be there, such as 2027-01-31.',
        };
      }
      if (replacedBy !== undefined && !has(replacedBy)) {
        yield {
          ...place,
          message: `${what} is replaced by '${replacedBy}', which is not there.`,
          help:
            suggest(replacedBy, alternatives) ??
            'Name what takes its place: another message, type or field of the record.',
        };
      }
    }
  },
};
