import type { Finding, Severity } from '../../model/finding.ts';
import { countOf } from './count-of.ts';
import type { Format } from './report.ts';
import { type ReportPlace, reportPlaces } from './report-place.ts';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * Annotations on the changed lines of a pull request: workflow commands of GitHub Actions, a line each. What a command
 * says besides findings stays in the log; where it fails without one, that is an annotation too.
 */
export const formatGithub: Format = (report, container) => {
  const { findings, exitCode, lines, failure } = report;
  const place = reportPlaces(report, container);
  const failed = failure === undefined ? [] : [`::error::${data(textOf(failure.message, failure.help))}`];
  const refused =
    failure === undefined && exitCode !== 0 && findings.length === 0 ? [`::error::${data(lines.join('\n'))}`] : lines;
  const counted = findings.length === 0 ? [] : [countOf(findings)];
  const annotations = findings.map((finding) => annotation(finding, place(finding.position)));
  return [...annotations, ...failed, ...counted, ...refused].map((line) => `${line}\n`).join('');
};

function annotation({ severity, ruleId, message, help }: Finding, place: ReportPlace): string {
  const properties = {
    file: place.file,
    line: place.line,
    col: place.column,
    endColumn: place.endColumn,
    title: ruleId,
  };
  const written = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
  return `::${levels[severity]} ${written.join(',')}::${data(textOf(message, help))}`;
}

const textOf = (message: string, help: string | undefined): string =>
  help === undefined ? message : `${message}\n${help}`;

/** As @actions/core escapes what stands behind `::`. */
const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
