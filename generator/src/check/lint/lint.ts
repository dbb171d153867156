import type { Finding } from '../../model/finding.ts';
import { applyIgnores } from './apply-ignores.ts';
import type { Linted, LintReport, TextEdit } from './lint-rule.ts';
import { lintRules } from './lint-rules.ts';

/** A finding of a rule, with the edits that mend it where a machine can. */
export interface LintFinding extends Finding {
  readonly subject: string;
  readonly fix: readonly TextEdit[];
}

export interface LintResult {
  /** What no ignore lets through. */
  readonly found: readonly LintFinding[];
  /** What is wrong with the ignores themselves. */
  readonly ignores: readonly Finding[];
}

/** A report with the rule that it is of. */
export interface RuleReport extends LintReport {
  readonly ruleId: string;
}

/** Applies every rule, and every ignore that stands in the contracts. Pure; in no order. */
export function lint(linted: Linted): LintResult {
  const reports = lintRules.flatMap(({ id, check }) =>
    [...check(linted)].map((report): RuleReport => ({ ...report, ruleId: id })),
  );
  const { left, findings } = applyIgnores(reports, linted);
  return { found: left.map(findingOf), ignores: findings };
}

function findingOf({ ruleId, subject, message, position, help, fix = [] }: RuleReport): LintFinding {
  const severity = lintRules.find(({ id }) => id === ruleId)?.severity ?? 'warning';
  return { ruleId, severity, message, position, related: [], help, subject, fix };
}
