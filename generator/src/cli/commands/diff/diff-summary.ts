import type { Difference, DiffSection } from '../../../diff/difference.ts';
import { type Affected, isError } from '../../../model/finding.ts';
import { plural } from '../../report/plural.ts';

export interface DiffLabels {
  readonly before: string;
  readonly after: string;
  readonly isVerbose: boolean;
}

/** The differences to show: texts for people only where they are asked for. */
export const shownOf = ({ differences }: DiffSection, { isVerbose }: DiffLabels): readonly Difference[] =>
  differences.filter(({ isText }) => isVerbose || !isText);

/** Sections with something to show. */
export const shownSections = (sections: readonly DiffSection[], labels: DiffLabels): readonly DiffSection[] =>
  sections.filter((section) => section.findings.length > 0 || shownOf(section, labels).length > 0);

/** `3 differences, 1 breaking; 2 texts were rewritten (--verbose lists them)` */
export function summaryOf(sections: readonly DiffSection[], { isVerbose }: DiffLabels): string {
  const all = sections.flatMap(({ differences }) => differences);
  const texts = all.filter(({ isText }) => isText).length;
  const breaking = sections.flatMap(({ findings }) => findings).filter(isError).length;
  const counted = all.length - texts === 0 ? 'nothing differs in meaning' : plural(all.length - texts, 'difference');
  const parts = [counted, ...(breaking === 0 ? [] : [plural(breaking, 'break')])].join(', ');
  if (texts === 0) return parts;
  const hint = isVerbose ? '' : ' (--verbose lists them)';
  return `${parts}; ${plural(texts, 'text')} for people ${texts === 1 ? 'was' : 'were'} rewritten${hint}`;
}

/** `billing receives it (money-team), shop sends it (shop-team)` */
export const affectedSummary = (affected: readonly Affected[]): string =>
  affected
    .map(({ application, action, owner }) => `${application} ${action}s it${owner === undefined ? '' : ` (${owner})`}`)
    .join(', ');
