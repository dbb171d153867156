import type { Finding, Severity } from '../../model/finding.ts';
import type { Report } from './report.ts';

/** Each takes some ten lines, and nobody reads more than this before something is mended. */
export const mostShown = 100;

const severities: readonly Severity[] = ['error', 'warning', 'info'];

/** The report for a terminal: of too many findings the worst, in the order in which they were. */
export function limitFindings(report: Report): Report {
  const { findings } = report;
  if (findings.length <= mostShown) return report;
  const worstFirst = severities.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
  const worst: ReadonlySet<Finding> = new Set(worstFirst.slice(0, mostShown));
  return {
    ...report,
    findings: findings.filter((finding) => worst.has(finding)),
    leftOut: findings.filter((finding) => !worst.has(finding)),
  };
}
