import { type Finding, isError, otherPlaces } from '../../model/finding.ts';
import type { Format, Report } from './report.ts';
import { type ReportPlace, reportPlaces } from './report-place.ts';
import { visible } from './visible.ts';

interface TestCase {
  readonly name: string;
  readonly file?: string;
  /** What is inside the element; none for a test that passes and has nothing to say. */
  readonly outcome?: Outcome;
}

interface Outcome {
  readonly tag: 'failure' | 'error' | 'system-out';
  readonly type: string;
  readonly summary: string;
  readonly lines: readonly string[];
}

/**
 * A report of tests in the form that began with JUnit. A contract file is a test: it fails by its errors, and passes with
 * what its warnings say. GitLab and Jenkins know a test by its name, from run to run and from branch to branch; a test for
 * each finding would come and go with the finding, and be another one as soon as a line moves, so neither could say what is
 * new and what is mended. The command is a test too, so that no test fails exactly where the exit code is 0.
 */
export const formatJunit: Format = (report, container) => {
  const cases = [...fileCases(report, reportPlaces(report, container)), ownCase(report)];
  const count = (tag: string): number => cases.filter(({ outcome }) => outcome?.tag === tag).length;
  const counts = { tests: cases.length, failures: count('failure'), errors: count('error') };
  const time = (container.elapsed() / 1000).toFixed(3);
  const name = `eventwright ${report.command}`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name, ...counts, time })}>`,
    `  <testsuite${attributes({ name, ...counts, time })}>`,
    ...cases.map((one) => caseText(one, report.command)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
};

type Place = (position: Finding['position']) => ReportPlace;

function fileCases({ findings, texts }: Report, place: Place): readonly TestCase[] {
  const byFile = Map.groupBy(findings, ({ position }) => position.file);
  const files = [...new Set([...texts.keys(), ...byFile.keys()])].sort();
  return files.map((path) => {
    const { file } = place({ file: path, line: 1, column: 1 });
    const outcome = outcomeOf(byFile.get(path) ?? [], place);
    return { name: visible(file), file: visible(file), ...(outcome === undefined ? {} : { outcome }) };
  });
}

function outcomeOf(findings: readonly Finding[], place: Place): Outcome | undefined {
  const errors = findings.filter(isError);
  const [first = findings[0]] = errors;
  if (first === undefined) return undefined;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  const lines = findings.flatMap((finding) => ['', ...findingLines(finding, place)]);
  const tag = errors.length === 0 ? 'system-out' : 'failure';
  return { tag, type: first.ruleId, summary: `${first.message}${more}`, lines };
}

function findingLines(finding: Finding, place: Place): readonly string[] {
  const { severity, ruleId, message, position, help } = finding;
  const at = (position: Finding['position']): string => {
    const { file, line, column } = place(position);
    return `${file}:${line}:${column}`;
  };
  return [
    `${at(position)} ${severity} ${ruleId}`,
    `  ${message}`,
    ...otherPlaces(finding).map((other) => `  ${at(other.position)} ${other.message}`),
    ...(help === undefined ? [] : [`  help: ${help}`]),
  ];
}

/** The command itself: it fails where no file is to blame. */
function ownCase({ command, findings, exitCode, failure, lines }: Report): TestCase {
  const name = `eventwright ${command}`;
  const type = `exit code ${exitCode}`;
  if (failure !== undefined) {
    const { message, help = '' } = failure;
    return { name, outcome: { tag: 'error', type, summary: message, lines: [message, help] } };
  }
  const isFailed = exitCode !== 0 && !findings.some(isError);
  return isFailed ? { name, outcome: { tag: 'failure', type, summary: lines.at(-1) ?? '', lines } } : { name };
}

/** Jenkins takes what stands before the last dot of a class name for its package. */
function caseText({ name, file, outcome }: TestCase, command: string): string {
  const head = `    <testcase${attributes({ classname: `eventwright.${command}`, name, file })}`;
  if (outcome === undefined) return `${head}/>`;
  const { tag, type, summary, lines } = outcome;
  const inner = tag === 'system-out' ? `<${tag}>` : `<${tag}${attributes({ message: visible(summary), type })}>`;
  return `${head}>\n      ${inner}${escaped(lines.map(visible).join('\n').trim())}</${tag}>\n    </testcase>`;
}

const attributes = (values: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(values)
    .flatMap(([name, value]) => (value === undefined ? [] : ` ${name}="${escaped(String(value))}"`))
    .join('');

/** Of text that was made visible, which leaves no character that XML does not know. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
