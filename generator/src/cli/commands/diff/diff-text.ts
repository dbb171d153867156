import type { Difference, DiffSection } from '../../../diff/difference.ts';
import { affectedSummary, type DiffLabels, shownOf, shownSections, summaryOf } from './diff-summary.ts';

const signs: Readonly<Record<Difference['kind'], string>> = { added: '+', removed: '-', changed: '~' };

/** For a terminal: a block for each part that differs. */
export function diffText(sections: readonly DiffSection[], labels: DiffLabels): readonly string[] {
  return [
    `from ${labels.before} to ${labels.after}`,
    ...shownSections(sections, labels).flatMap((section) => ['', ...sectionText(section, labels)]),
    '',
    summaryOf(sections, labels),
  ];
}

function sectionText(section: DiffSection, labels: DiffLabels): readonly string[] {
  const { part, name, affected, findings } = section;
  return [
    `${part} ${name}`,
    ...shownOf(section, labels).map(({ kind, text }) => `  ${signs[kind]} ${text}`),
    ...findings.map(({ severity, ruleId, message }) => `  ! ${severity} ${ruleId}: ${message}`),
    ...(affected.length === 0 ? [] : [`  ${affectedSummary(affected)}`]),
  ];
}
