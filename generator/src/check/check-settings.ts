import type { Finding } from '../model/finding.ts';
import type { RuleSetting } from '../model/rule-setting.ts';
import { suggest } from '../model/suggest.ts';
import { changeSeverities } from './changes/check-changes.ts';
import { lintSeverities } from './lint/lint-rules.ts';
import { rules } from './rules.ts';

/** The rules whose severity can be chosen. What keeps contracts from being read at all cannot be turned off. */
export const settableRules: readonly string[] = [
  ...rules.map(({ id }) => id),
  ...changeSeverities.keys(),
  ...lintSeverities.keys(),
].sort();

/** A setting for a rule that does not exist would silently do nothing. */
export function checkSettings(settings: readonly RuleSetting[]): readonly Finding[] {
  return settings.flatMap(({ ruleId, position }): readonly Finding[] => {
    if (settableRules.includes(ruleId)) return [];
    return [
      {
        ruleId: 'CONFIG_INVALID',
        severity: 'error',
        message: `There is no rule '${ruleId}' whose severity can be set.`,
        position,
        path: `/rules/${ruleId}`,
        related: [],
        help: suggest(ruleId, settableRules) ?? '`eventwright explain` lists the rules.',
      },
    ];
  });
}
