import type { Change } from '@eventwright/site';
import { applySettings } from '../../check/apply-settings.ts';
import { checkChanges, findingsOf } from '../../check/changes/check-changes.ts';
import { diffContracts } from '../../diff/diff-contracts.ts';
import { newlyDeprecated } from '../../diff/newly-deprecated.ts';
import { changesOf } from '../../emit/site/changes-of.ts';
import type { Base } from '../../model/base.ts';
import type { RuleSetting } from '../../model/rule-setting.ts';

/** What differs in meaning from one state of the contracts to a later one, and what of it breaks somebody. */
export function changesBetween(before: Base, after: Base, rules: readonly RuleSetting[]): readonly Change[] {
  const sections = diffContracts(before, after, {
    check: (comparison) => applySettings(findingsOf(checkChanges(comparison)), rules),
    hasTexts: false,
  });
  const isWhole = before.model !== undefined && after.model !== undefined;
  return changesOf(sections, isWhole ? newlyDeprecated(before.model, after.model) : []);
}
