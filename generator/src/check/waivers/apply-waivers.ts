import { type Finding, sortFindings } from '../../model/finding.ts';
import type { Waiver } from '../../model/waiver.ts';

export interface WaivedFinding {
  readonly finding: Finding;
  readonly waiver: Waiver;
}

export interface Judged {
  /** What is not waived, and what is wrong with the waivers themselves. */
  readonly findings: readonly Finding[];
  readonly waived: readonly WaivedFinding[];
}

/** Takes out what is waived. `today` is a day such as `2027-01-31`; a waiver counts on the day on which it expires. */
export function applyWaivers(found: readonly Finding[], waivers: readonly Waiver[], today: string): Judged {
  const waived: WaivedFinding[] = [];
  const findings = found.filter((finding) => {
    const waiver = waivers.find((one) => covers(one, finding) && one.expires >= today);
    if (waiver !== undefined) waived.push({ finding, waiver });
    return waiver === undefined;
  });
  const own = waivers.flatMap((waiver): readonly Finding[] => {
    if (!found.some((finding) => covers(waiver, finding))) return [unused(waiver)];
    return waiver.expires < today ? [expired(waiver)] : [];
  });
  return { findings: sortFindings([...findings, ...own]), waived };
}

const covers = (waiver: Waiver, finding: Finding): boolean =>
  waiver.ruleId === finding.ruleId && waiver.subject === finding.subject;

const expired = ({ ruleId, subject, owner, expires, position }: Waiver): Finding => ({
  ruleId: 'WAIVER_EXPIRED',
  severity: 'error',
  message: `The waiver of ${ruleId} for ${subject} counted until ${expires}.`,
  position,
  related: [],
  help: `Ask ${owner}: either the change is made safe, or the waiver is reviewed and gets a new date.`,
});

const unused = ({ ruleId, subject, position }: Waiver): Finding => ({
  ruleId: 'WAIVER_UNUSED',
  severity: 'warning',
  message: `Nothing is found that this waiver lets through: ${ruleId} for ${subject}.`,
  position,
  related: [],
  help: 'Remove it; if it is meant for something else, copy rule and subject from the report.',
});
