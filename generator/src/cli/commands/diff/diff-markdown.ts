import type { Difference, DiffSection } from '../../../diff/difference.ts';
import { isError } from '../../../model/finding.ts';
import { code, plain } from '../../report/format-markdown.ts';
import { affectedSummary, type DiffLabels, shownOf, shownSections, summaryOf } from './diff-summary.ts';

const verbs: Readonly<Record<Difference['kind'], string>> = { added: 'Added', removed: 'Removed', changed: 'Changed' };

const headings = { application: 'Applications', channel: 'Channels', message: 'Messages', schema: 'Schemas' } as const;

/** For release notes, a changelog, or a comment on a pull request. */
export function diffMarkdown(sections: readonly DiffSection[], labels: DiffLabels): string {
  const shown = Map.groupBy(shownSections(sections, labels), ({ part }) => part);
  return `${[
    '<!-- eventwright diff -->',
    `### Contracts from ${plain(labels.before)} to ${plain(labels.after)}`,
    `${plain(summaryOf(sections, labels))}.`,
    ...[...shown].flatMap(([part, own]) => [
      `#### ${headings[part]}`,
      ...own.map((section) => sectionMarkdown(section, labels)),
    ]),
  ].join('\n\n')}\n`;
}

function sectionMarkdown(section: DiffSection, labels: DiffLabels): string {
  const { name, affected, findings } = section;
  const mark = findings.some(isError) ? ' **breaking**' : '';
  const who = affected.length === 0 ? '' : `: ${plain(affectedSummary(affected))}`;
  return [
    `- ${code(name)}${mark}${who}`,
    ...shownOf(section, labels).map(({ kind, text }) => `  - ${verbs[kind]}: ${plain(text)}`),
    ...findings.map(({ severity, ruleId, message }) => `  - ${severity} ${code(ruleId)}: ${plain(message)}`),
  ].join('\n');
}
