import { relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { explanationMarkdown } from '../../explain/explanation-markdown.ts';
import { explanations, severityOf } from '../../explain/explanations.ts';
import { type Finding, otherPlaces, type Severity } from '../../model/finding.ts';
import type { Container } from '../container.ts';
import { version } from '../version.ts';
import { fingerprints } from './fingerprints.ts';
import { jsonReport } from './json-report.ts';
import type { Format, Report } from './report.ts';
import { checkoutOf, type ReportPlace, reportPlaces } from './report-place.ts';
import { visible } from './visible.ts';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** The root of the repository, under the name that GitHub and the viewers of editors know. */
const sourceRoot = '%SRCROOT%';

/**
 * SARIF 2.1.0 of OASIS: one run, the rules that it met with their explanations, the findings as results. Paragraphs of the
 * specification that are not obvious: 3.14.14 base ids, 3.17.3 automation details, 3.27.17 partial fingerprints.
 */
export const formatSarif: Format = (report, container) => {
  const ids = [...new Set(report.findings.map(({ ruleId }) => ruleId))].sort();
  const run = {
    tool: { driver: { name: 'eventwright', version, semanticVersion: version, rules: ids.map(ruleOf) } },
    automationDetails: { id: categoryOf(report, container) },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { [sourceRoot]: { uri: pathToFileURL(`${checkoutOf(report, container)}${sep}`).href } },
    invocations: [invocation(report)],
    results: resultsOf(report, container, ids),
  };
  return jsonReport({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] });
};

/** One for each command and configuration of a repository: of two runs of one category, a code host keeps the last. */
function categoryOf(report: Report, container: Container): string {
  const folder = relative(checkoutOf(report, container), report.root).split(sep).join('/');
  const category = `eventwright/${report.command}/`;
  return folder === '' ? category : `${category}${folder}/`;
}

function resultsOf(report: Report, container: Container, ids: readonly string[]): readonly object[] {
  const place = reportPlaces(report, container);
  const fingerprint = fingerprints();
  return report.findings.map((finding) => {
    const at = place(finding.position);
    return {
      ruleId: finding.ruleId,
      ruleIndex: ids.indexOf(finding.ruleId),
      level: levels[finding.severity],
      message: { text: textOf(finding) },
      locations: [location(at)],
      relatedLocations: otherPlaces(finding).map(({ message, position }, id) => ({
        id,
        message: { text: plain(message) },
        ...location(place(position)),
      })),
      ...propertiesOf(finding),
      partialFingerprints: { 'eventwright/v1': fingerprint(finding, at.file) },
    };
  });
}

/** Of a change: what it is about and the datum that proves it. */
function propertiesOf({ subject, sample }: Finding): object {
  return subject === undefined && sample === undefined ? {} : { properties: { subject, sample } };
}

function ruleOf(id: string): object {
  const explanation = explanations.get(id);
  const defaultConfiguration = { level: levels[severityOf(id)] };
  if (explanation === undefined) return { id, defaultConfiguration };
  const { what, why, cure, specification } = explanation;
  return {
    id,
    shortDescription: { text: what },
    fullDescription: { text: `${what} ${why}` },
    help: { text: `${why}\n\nTo do: ${cure}`, markdown: explanationMarkdown(explanation) },
    ...(specification === undefined ? {} : { helpUri: specification }),
    defaultConfiguration,
  };
}

/** Where the command failed before it had results, the tool says so itself. */
function invocation({ command, exitCode, failure }: Report): object {
  const said = failure === undefined ? [] : [failure.message, failure.help ?? ''].filter((line) => line !== '');
  return {
    commandLine: `eventwright ${command}`,
    exitCode,
    executionSuccessful: failure === undefined,
    toolExecutionNotifications:
      said.length === 0 ? [] : [{ level: 'error', message: { text: said.map(plain).join('\n') } }],
  };
}

/** Links of the form `[text](0)` lead to the related location of that number. */
function textOf(finding: Finding): string {
  const { message, help } = finding;
  const links = otherPlaces(finding).map(
    (place, id) => `[${plain(place.message).replaceAll(/[[\]]/g, '\\$&')}](${id})`,
  );
  return [plain(message), ...(help === undefined ? [] : [plain(help)]), ...links].join('\n');
}

/** Text without links of its own. */
const plain = (text: string): string => visible(text).replaceAll('](', '\\](');

function location({ file, line, column, endColumn }: ReportPlace): object {
  const uri = file.toWellFormed().split('/').map(encodeURIComponent).join('/');
  return {
    physicalLocation: {
      artifactLocation: { uri, uriBaseId: sourceRoot },
      region: { startLine: line, startColumn: column, endColumn },
    },
  };
}
