import type { Finding } from '../model/finding.ts';
import type { RuleSetting } from '../model/rule-setting.ts';

/** Gives findings the severity that the configuration wants, and drops those that it turned off. */
export function applySettings(findings: readonly Finding[], settings: readonly RuleSetting[]): readonly Finding[] {
  if (settings.length === 0) return findings;
  const wanted = new Map(settings.map(({ ruleId, severity }) => [ruleId, severity]));
  return findings.flatMap((finding) => {
    const severity = wanted.get(finding.ruleId) ?? finding.severity;
    return severity === 'off' ? [] : [{ ...finding, severity }];
  });
}
