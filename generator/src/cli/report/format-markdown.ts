import type { Position } from '@eventwright/avro';
import { type Affected, affectedText, type Finding, otherPlaces, type Severity } from '../../model/finding.ts';
import { countOf } from './count-of.ts';
import type { Format } from './report.ts';
import { reportPlaces } from './report-place.ts';
import { visible } from './visible.ts';

const signs: Readonly<Record<Severity, string>> = { error: '❌', warning: '⚠️', info: 'ℹ️' };

/** A comment of this size is the largest that GitHub takes, with room for what is around it. */
const maxCharacters = 60_000;

/** For a comment on a pull request. The first line lets the next run find the comment that it replaces. */
export const formatMarkdown: Format = (report, container) => {
  if (report.markdown !== undefined) return report.markdown();
  const { command, findings, lines, failure } = report;
  const toPlace = reportPlaces(report, container);
  const place: Place = (position) => {
    const { file, line } = toPlace(position);
    return code(`${file}:${line}`);
  };
  const counted = findings.length === 0 ? 'no findings' : countOf(findings);
  const head = [
    `<!-- eventwright ${command} -->`,
    `### Eventwright ${command}: ${failure === undefined ? counted : 'not done'}`,
  ];
  const blocks = findings.map((finding) => findingText(finding, place));
  const shown = blocks.slice(0, fitting(blocks));
  const left = blocks.length - shown.length;
  return `${[
    ...head,
    ...(failure === undefined ? [] : [plain(failure.message), plain(failure.help ?? '')]),
    ...shown,
    ...(left === 0 ? [] : [`… and ${left} more, in the log.`]),
    ...(lines.length === 0 ? [] : [lines.map((line) => `- ${plain(line)}`).join('\n')]),
  ]
    .filter((block) => block !== '')
    .join('\n\n')}\n`;
};

type Place = (position: Position) => string;

function fitting(blocks: readonly string[]): number {
  let size = 0;
  const index = blocks.findIndex((block) => {
    size += block.length + 2;
    return size > maxCharacters;
  });
  return index === -1 ? blocks.length : index;
}

function findingText(finding: Finding, place: Place): string {
  const { severity, ruleId, message, position, affected = [], sample, help } = finding;
  const others = otherPlaces({ ...finding, affected: [] });
  return [
    `#### ${signs[severity]} ${code(ruleId)} ${place(position)}`,
    plain(message),
    ...affected.map((one) => affectedItem(one, place)),
    ...others.map((other) => `- ${plain(other.message)}: ${place(other.position)}`),
    ...(help === undefined ? [] : [`\n**To do:** ${plain(help)}`]),
    ...(sample === undefined
      ? []
      : [`\n<details><summary>A datum that proves it</summary>\n\n${block(sample)}\n\n</details>`]),
  ].join('\n');
}

/** Whom it hits, and the lines of their code below. */
function affectedItem(affected: Affected, place: Place): string {
  const here = affected.code.filter(({ repository }) => repository === undefined);
  return [
    `- hits **${plain(affectedText(affected))}** ${place(affected.position)}`,
    ...here.map(({ position, use }) => `  - ${place(position)} ${plain(use)}`),
  ].join('\n');
}

/** Text that stays text: no markup, no link, no mention of a person, whatever the contracts hold. */
export const plain = (text: string): string =>
  visible(text)
    .replaceAll(/[\\`*_[\]<>|#~!&]/g, '\\$&')
    .replaceAll('@', '@\u200b')
    .replaceAll('://', ':\\//');

/** Between more backticks than it holds. */
export function code(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${visible(text)}${pad}${fence}`;
}

function block(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}json\n${visible(text)}\n${fence}`;
}

const longestRun = (text: string): number => Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
