import type { Finding } from '../../model/finding.ts';
import type { Format } from './report.ts';
import { type ReportPlace, reportPlaces } from './report-place.ts';

interface TestCase {
  readonly className: string;
  readonly name: string;
  readonly file?: string;
  readonly line?: number;
  /** What is inside the element; none for a test that passes. */
  readonly outcome?: { readonly tag: 'failure' | 'error' | 'system-out'; readonly type: string; readonly text: string };
}

/**
 * A report of tests in the form that began with JUnit. An error is a test that fails, a warning one that passes and has
 * something to say; where a command fails without an error, so does a test named after the command. No test fails
 * exactly where the exit code is 0.
 */
export const formatJunit: Format = (report, container) => {
  const place = reportPlaces(report, container);
  const cases = [
    ...report.findings.map((finding) => findingCase(finding, place(finding.position))),
    ...ownCase(report),
  ];
  const count = (tag: string): number => cases.filter(({ outcome }) => outcome?.tag === tag).length;
  const counts = { tests: cases.length, failures: count('failure'), errors: count('error') };
  const time = (container.elapsed() / 1000).toFixed(3);
  const name = `eventwright ${report.command}`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name, ...counts, time })}>`,
    `  <testsuite${attributes({ name, ...counts, time })}>`,
    ...cases.map(caseText),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
};

function findingCase({ severity, ruleId, message, help }: Finding, { file, line, column }: ReportPlace): TestCase {
  const text = [`${file}:${line}:${column} ${message}`, ...(help === undefined ? [] : [help])].join('\n');
  const tag = severity === 'error' ? 'failure' : 'system-out';
  return { className: file, name: `${ruleId} ${line}:${column}`, file, line, outcome: { tag, type: ruleId, text } };
}

/** The command itself, as a test beside its findings. */
function ownCase({ command, findings, exitCode, failure, lines }: Parameters<Format>[0]): readonly TestCase[] {
  const own = { className: 'eventwright', name: command };
  if (failure !== undefined) {
    const text = [failure.message, failure.help ?? ''].join('\n').trim();
    return [{ ...own, outcome: { tag: 'error', type: `exit code ${exitCode}`, text } }];
  }
  if (exitCode === 0) return [own];
  if (findings.some(({ severity }) => severity === 'error')) return [];
  return [{ ...own, outcome: { tag: 'failure', type: `exit code ${exitCode}`, text: lines.join('\n') } }];
}

function caseText({ className, name, file, line, outcome }: TestCase): string {
  const head = `    <testcase${attributes({ classname: className, name, file, line })}`;
  if (outcome === undefined) return `${head}/>`;
  const { tag, type, text } = outcome;
  const [message = ''] = text.split('\n');
  const inner = tag === 'system-out' ? `<${tag}>` : `<${tag}${attributes({ message, type })}>`;
  return `${head}>\n      ${inner}${escaped(text)}</${tag}>\n    </testcase>`;
}

const attributes = (values: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(values)
    .flatMap(([name, value]) => (value === undefined ? [] : ` ${name}="${escaped(String(value))}"`))
    .join('');

/** XML 1.0 knows no way to write most control characters and lone surrogates. */
const escaped = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about.
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
