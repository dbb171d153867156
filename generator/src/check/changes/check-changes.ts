import { type Finding, type Severity, sortFindings } from '../../model/finding.ts';
import { uniqueAffected } from './affected.ts';
import type { ChangeReport } from './change-rule.ts';
import { changeRules } from './change-rules.ts';
import type { Comparison } from './comparison.ts';
import { fieldRemovedInUse } from './fields-in-use.ts';
import { ruleFamilies } from './schema-rules.ts';

/** A finding on a change, with the applications whose versions have to tell of it, and the fields that it is about. */
export interface Change extends Required<Pick<ChangeReport, 'madeBy' | 'fields'>> {
  readonly finding: Finding;
}

/** Of every rule on changes, its severity where a finding has no other. */
export const changeSeverities: ReadonlyMap<string, Severity> = new Map([
  ...changeRules.map(({ id, severity }) => [id, severity] as const),
  [fieldRemovedInUse, 'error'],
  ...ruleFamilies.flatMap(({ severities }) => Object.entries(severities)),
]);

/** Applies every rule. Pure; in no order. */
export function checkChanges(comparison: Comparison): readonly Change[] {
  return [
    ...changeRules.flatMap(({ id, check }) => [...check(comparison)].map((report) => changeOf(id, report))),
    ...ruleFamilies.flatMap(({ check }) =>
      [...check(comparison)].map(({ ruleId, report }) => changeOf(ruleId, report)),
    ),
  ];
}

function changeOf(ruleId: string, { madeBy, fields = [], ...report }: ChangeReport): Change {
  const severity = changeSeverities.get(ruleId) ?? 'error';
  const affected = uniqueAffected(report.affected);
  return { finding: { ruleId, severity, related: [], ...report, affected }, madeBy, fields };
}

/** The findings alone, sorted by place. */
export const findingsOf = (changes: readonly Change[]): readonly Finding[] =>
  sortFindings(changes.map(({ finding }) => finding));
