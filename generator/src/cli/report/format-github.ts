import { type Finding, otherPlaces, type Severity } from '../../model/finding.ts';
import { countOf } from './count-of.ts';
import type { Format } from './report.ts';
import { type ReportPlace, reportPlaces } from './report-place.ts';
import { visible } from './visible.ts';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * Annotations on the changed lines of a pull request: workflow commands of GitHub Actions, a line each. What a command
 * says besides findings stays in the log; where it fails without one, that is an annotation too.
 */
export const formatGithub: Format = (report, container) => {
  const { findings, exitCode, lines, failure } = report;
  const place = reportPlaces(report, container);
  const failed = failure === undefined ? [] : [`::error::${data([failure.message, failure.help ?? ''])}`];
  const isRefused = failure === undefined && exitCode !== 0 && findings.length === 0;
  const said = isRefused ? [`::error::${data(lines)}`] : lines.map(logLine);
  const counted = findings.length === 0 ? [] : [countOf(findings)];
  const annotations = findings.map((finding) => annotation(finding, place));
  return [...annotations, ...failed, ...counted, ...said].map((line) => `${line}\n`).join('');
};

function annotation(finding: Finding, place: ReturnType<typeof reportPlaces>): string {
  const { severity, ruleId, message, position, help = '' } = finding;
  const { file, line, column, endColumn } = place(position);
  const properties = { file, line, col: column, endColumn, title: ruleId };
  const written = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
  const others = otherPlaces(finding).map((other) => `${other.message}: ${placeText(place(other.position))}`);
  return `::${levels[severity]} ${written.join(',')}::${data([message, ...others, help])}`;
}

const placeText = ({ file, line, column }: ReportPlace): string => `${file}:${line}:${column}`;

/** Lines, escaped as by @actions/core behind `::`. */
const data = (lines: readonly string[]): string =>
  lines
    .filter((line) => line !== '')
    .map((line) => visible(line).replaceAll('%', '%25'))
    .join('%0A');

const property = (text: string): string => data([text]).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** A line of the log that is no command, whatever the contracts hold: GitHub looks for `::` at its start and `##[` in it. */
const logLine = (line: string): string =>
  visible(line)
    .replace(/^(\s*):(?=:)/, '$1: ')
    .replaceAll('##[', '## [');
