import type { Severity } from '../../model/finding.ts';
import { fingerprints } from './fingerprints.ts';
import { jsonReport } from './json-report.ts';
import type { Format } from './report.ts';
import { reportPlaces } from './report-place.ts';
import { visible } from './visible.ts';

const severities: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'minor', info: 'info' };

/**
 * A Code Quality report of GitLab CI, by which a merge request shows what it adds and what it mends. It has no room for
 * what a command says besides findings.
 */
export const formatGitlab: Format = (report, container) => {
  const place = reportPlaces(report, container);
  const fingerprint = fingerprints();
  const issues = report.findings.map((finding) => {
    const { ruleId, severity, message, help, position } = finding;
    const { file, line } = place(position);
    return {
      description: visible(help === undefined ? message : `${message} ${help}`),
      check_name: ruleId,
      fingerprint: fingerprint(finding, file),
      severity: severities[severity],
      location: { path: file, lines: { begin: line } },
    };
  });
  return jsonReport(issues);
};
