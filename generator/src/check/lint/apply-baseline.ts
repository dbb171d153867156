import type { Baseline, BaselineEntry } from '../../model/baseline.ts';
import type { Finding } from '../../model/finding.ts';

export interface Baselined<Found extends Finding> {
  readonly left: readonly Found[];
  /** How many findings the baseline lets through. */
  readonly count: number;
  /** Entries of what is found no more. */
  readonly stale: readonly Finding[];
}

/** Takes out what was there when the baseline was written. */
export function applyBaseline<Found extends Finding>(found: readonly Found[], { entries }: Baseline): Baselined<Found> {
  const known = new Set(entries.map(keyOf));
  const met = new Set(found.map(keyOf));
  const left = found.filter((finding) => !known.has(keyOf(finding)));
  const stale = entries.filter((entry) => !met.has(keyOf(entry))).map(staleFinding);
  return { left, count: found.length - left.length, stale };
}

const keyOf = ({ ruleId, subject = '' }: Pick<Finding, 'ruleId' | 'subject'>): string => `${ruleId} ${subject}`;

const staleFinding = ({ ruleId, subject, position }: BaselineEntry): Finding => ({
  ruleId: 'LINT_BASELINE_STALE',
  severity: 'warning',
  message: `${ruleId} is not found any more for ${subject}.`,
  position,
  related: [],
  help: 'Take it out by `eventwright lint --update-baseline`, so that it does not come back unseen.',
});

/** What is found, as entries; of those that were there already the reason stays. One line each, sorted. */
export function baselineText(found: readonly Finding[], { entries }: Baseline): string {
  const reasons = new Map(entries.map((entry) => [keyOf(entry), entry.reason]));
  const lines = found.map((finding) => {
    const { ruleId, subject = '' } = finding;
    const reason = reasons.get(keyOf(finding));
    const members = Object.entries({ rule: ruleId, subject, ...(reason !== undefined && { reason }) });
    return `    { ${members.map(([key, value]) => `"${key}": ${JSON.stringify(value)}`).join(', ')} }`;
  });
  const unique = [...new Set(lines)].sort();
  return `{\n  "findings": [${unique.length === 0 ? '' : `\n${unique.join(',\n')}\n  `}]\n}\n`;
}
