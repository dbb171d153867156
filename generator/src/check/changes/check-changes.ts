import { type Finding, sortFindings } from '../../model/finding.ts';
import { uniqueAffected } from './affected.ts';
import { changeRules } from './change-rules.ts';
import type { Comparison } from './comparison.ts';

/** A finding on a change, with the applications whose versions have to tell of it. */
export interface Change {
  readonly finding: Finding;
  readonly madeBy: readonly string[];
}

/** Applies every rule. Pure; in no order. */
export function checkChanges(comparison: Comparison): readonly Change[] {
  return changeRules.flatMap(({ id, severity, check }) =>
    [...check(comparison)].map(({ madeBy, ...report }): Change => {
      const affected = uniqueAffected(report.affected);
      return { finding: { ruleId: id, severity, related: [], ...report, affected }, madeBy };
    }),
  );
}

/** The findings alone, sorted by place. */
export const findingsOf = (changes: readonly Change[]): readonly Finding[] =>
  sortFindings(changes.map(({ finding }) => finding));
