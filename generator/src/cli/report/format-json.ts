import { type Affected, type Finding, otherPlaces, type Severity } from '../../model/finding.ts';
import { version } from '../version.ts';
import { jsonReport } from './json-report.ts';
import type { Format } from './report.ts';

/** Raised when the meaning of a member changes; new members come without a change. */
const formatVersion = 1;

/** For machines: one object. Paths are relative to the folder of the configuration. */
export const formatJson: Format = ({ command, exitCode, findings, data, failure }, container) => {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  const report = {
    formatVersion,
    tool: 'eventwright',
    version,
    command,
    exitCode,
    durationMs: container.elapsed(),
    summary: { errors: count('error'), warnings: count('warning'), infos: count('info') },
    findings: findings.map(flatten),
    ...data,
    error: failure,
  };
  return jsonReport(report);
};

function flatten(finding: Finding): object {
  const { ruleId, severity, message, position, path, subject, affected, sample, help } = finding;
  return {
    ruleId,
    severity,
    message,
    ...position,
    path,
    related: otherPlaces({ ...finding, affected: [] }).map((place) => ({ message: place.message, ...place.position })),
    help,
    subject,
    affected: affected?.map(flattenAffected),
    sample,
  };
}

const flattenAffected = ({ application, owner, action, position, code }: Affected): object => ({
  application,
  owner,
  action,
  ...position,
  code: code.map((place) => ({ use: place.use, repository: place.repository, ...place.position })),
});
