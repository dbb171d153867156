import type { Severity } from '../../model/finding.ts';
import { fingerprints } from './fingerprints.ts';
import type { Format } from './report.ts';
import { reportPlaces } from './report-place.ts';

const severities: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'minor', info: 'info' };

/** A Code Quality report of GitLab CI. It has no room for what a command says besides findings. */
export const formatGitlab: Format = (report, container) => {
  const place = reportPlaces(report, container);
  const fingerprint = fingerprints();
  const issues = report.findings.map(({ ruleId, severity, message, help, position }) => {
    const { file, line, column } = place(position);
    return {
      type: 'issue',
      description: help === undefined ? message : `${message} ${help}`,
      check_name: ruleId,
      fingerprint: fingerprint([ruleId, file, message]),
      severity: severities[severity],
      location: { path: file, positions: { begin: { line, column } }, lines: { begin: line } },
    };
  });
  return `${JSON.stringify(issues, null, 2)}\n`;
};
