import { explanations, severityOf } from '../../explain/explanations.ts';
import type { Finding, Severity } from '../../model/finding.ts';
import { version } from '../version.ts';
import { fingerprints } from './fingerprints.ts';
import type { Format, Report } from './report.ts';
import { type ReportPlace, reportPlaces } from './report-place.ts';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** SARIF 2.1.0 of OASIS: one run, the rules that it met with their explanations, the findings as results. */
export const formatSarif: Format = (report, container) => {
  const { findings } = report;
  const place = reportPlaces(report, container);
  const ids = [...new Set(findings.map(({ ruleId }) => ruleId))].sort();
  const fingerprint = fingerprints();
  const run = {
    tool: { driver: { name: 'eventwright', version, semanticVersion: version, rules: ids.map(ruleOf) } },
    columnKind: 'utf16CodeUnits',
    invocations: [invocation(report)],
    results: findings.map((finding) => ({
      ruleId: finding.ruleId,
      ruleIndex: ids.indexOf(finding.ruleId),
      level: levels[finding.severity],
      message: { text: textOf(finding) },
      locations: [location(place(finding.position))],
      relatedLocations: finding.related.map(({ message, position }, id) => ({
        id,
        message: { text: message },
        ...location(place(position)),
      })),
      partialFingerprints: {
        'eventwright/v1': fingerprint([finding.ruleId, place(finding.position).file, finding.message]),
      },
    })),
  };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, null, 2)}\n`;
};

function ruleOf(id: string): object {
  const explanation = explanations.get(id);
  const defaultConfiguration = { level: levels[severityOf(id)] };
  if (explanation === undefined) return { id, defaultConfiguration };
  return {
    id,
    shortDescription: { text: explanation.what },
    fullDescription: { text: explanation.why },
    help: { text: explanation.cure },
    defaultConfiguration,
  };
}

/** Where the command failed before it had results, the tool says so itself. */
function invocation({ command, exitCode, failure }: Report): object {
  const said = failure === undefined ? undefined : [failure.message, failure.help ?? ''].join('\n').trim();
  return {
    commandLine: `eventwright ${command}`,
    exitCode,
    executionSuccessful: failure === undefined,
    toolExecutionNotifications: said === undefined ? [] : [{ level: 'error', message: { text: said } }],
  };
}

const textOf = ({ message, help }: Finding): string => (help === undefined ? message : `${message}\n${help}`);

function location({ file, line, column, endColumn }: ReportPlace): object {
  const artifactLocation = { uri: encodeURI(file.toWellFormed()).replaceAll('#', '%23').replaceAll('?', '%3F') };
  return { physicalLocation: { artifactLocation, region: { startLine: line, startColumn: column, endColumn } } };
}
