import type { Finding } from '../model/finding.ts';
import type { Checked } from './rule.ts';
import { rules } from './rules.ts';

/** Applies every rule. Pure. */
export function checkModel(checked: Checked): readonly Finding[] {
  return rules.flatMap(({ id, severity, check }) =>
    [...check(checked)].map((report): Finding => ({ ruleId: id, severity, ...report })),
  );
}
