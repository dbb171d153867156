import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { applySettings } from '../../check/apply-settings.ts';
import { type Change, checkChanges } from '../../check/changes/check-changes.ts';
import { type Comparison, compareContracts } from '../../check/changes/comparison.ts';
import { fieldsInUse, hasRemovedFields } from '../../check/changes/fields-in-use.ts';
import { withCode } from '../../check/changes/with-code.ts';
import { adviseVersions, type VersionAdvice, versionFindings } from '../../check/versions/advise-versions.ts';
import { applyWaivers, type WaivedFinding } from '../../check/waivers/apply-waivers.ts';
import { readWaivers, waiversName } from '../../load/read-waivers.ts';
import type { Base } from '../../model/base.ts';
import { type Finding, isError } from '../../model/finding.ts';
import { openBase } from '../base/open-base.ts';
import type { Container } from '../container.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { openConfig, openProject, type Project, reportOf } from '../open-project.ts';
import { plural } from '../report/plural.ts';
import { printReport } from '../report/print-report.ts';
import type { Report } from '../report/report.ts';
import { checkoutOf } from '../report/report-place.ts';
import { today } from '../today.ts';
import { lastResult } from './compat/last-result.ts';

export interface CompatOptions {
  /** `lock`, `git:<ref>`, `registry:<url>` or a folder. Default: the last release. */
  readonly against?: string;
}

/** `eventwright compat`: what today's contracts break of an earlier state of them, and whom. */
export async function compat(container: Container, { against = 'lock' }: CompatOptions): Promise<ExitCode> {
  const config = await openConfig(container);
  const last = await lastResult(container, config, { against, today: today() });
  if (last?.known !== undefined) {
    const { known } = last;
    const nothing = { command: 'compat', texts: new Map<string, string>(), root: config.root };
    return printReport(container, { ...nothing, ...known, texts: await textsOf(nothing, known.findings) });
  }
  const { report, isOfContractsOnly } = await compare(container, against);
  if (isOfContractsOnly) last?.remember(report);
  return printReport(container, report);
}

interface Compared {
  readonly report: Report;
  /** Whether nothing but contracts, settings and waivers has led to it. */
  readonly isOfContractsOnly: boolean;
}

async function compare(container: Container, against: string): Promise<Compared> {
  const project = await openProject(container);
  const report = reportOf('compat', project, project.contracts.ownFindings.filter(isError));
  if (report.findings.length > 0) return { report, isOfContractsOnly: true };
  const waivers = await readWaivers(project.config.root);
  const base = await openBase(container, project, against);
  container.progress(`comparing with ${base.label}`);
  const judged = await judge(container, { project, base, report });
  const { findings, waived } = applyWaivers(judged.findings, waivers.waivers, today());
  const all = [...waivers.findings, ...findings];
  const result: Report = {
    ...report,
    exitCode: all.some(isError) ? exitCode.findings : exitCode.clean,
    findings: all,
    texts: await textsOf(report, all),
    lines: linesOf({ base, waived, ...judged }, all),
    data: {
      base: base.label,
      versions: judged.advice.map((one) => ({ ...one, smallest: one.smallest ?? null })),
      waived: waived.map(({ finding, waiver }) => ({
        ruleId: finding.ruleId,
        subject: finding.subject ?? null,
        reason: waiver.reason,
        owner: waiver.owner,
        expires: waiver.expires,
      })),
    },
  };
  return { report: result, isOfContractsOnly: !judged.isOfCode };
}

interface Judgement {
  readonly findings: readonly Finding[];
  readonly advice: readonly VersionAdvice[];
  /** What may hide code that is hit. */
  readonly problems: readonly string[];
  /** Whether code was looked at. */
  readonly isOfCode: boolean;
}

interface ToJudge {
  readonly project: Project;
  readonly base: Base;
  readonly report: Report;
}

async function judge(container: Container, { project, base, report }: ToJudge): Promise<Judgement> {
  const comparison = compareContracts(base, project.contracts.model);
  const { changes, problems, isOfCode } = await changesWithCode(container, { project, report, comparison, base });
  const settled = changes.flatMap((change) =>
    applySettings([change.finding], project.config.rules).map((finding) => ({ ...change, finding })),
  );
  const advice = adviseVersions(comparison, settled);
  const findings = [...settled.map(({ finding }) => finding), ...versionFindings(comparison, advice)];
  return { findings: applySettings(findings, project.config.rules), advice, problems, isOfCode };
}

/** Code is only read where a change is about fields. */
async function changesWithCode(
  container: Container,
  { project, base, report, comparison }: ToJudge & { readonly comparison: Comparison },
): Promise<Pick<Judgement, 'problems' | 'isOfCode'> & { readonly changes: readonly Change[] }> {
  const changes = checkChanges(comparison);
  const isAboutFields = changes.some(({ fields }) => fields.length > 0) || hasRemovedFields(comparison);
  if (base.model === undefined || !isAboutFields) return { changes, problems: [], isOfCode: false };
  const { codeUses } = await import('./compat/code-uses.ts');
  const checkout = checkoutOf(report, container);
  const { usesOf, problems } = await codeUses(container, project, { base: base.model, checkout });
  return { changes: [...withCode(changes, usesOf), ...fieldsInUse(comparison, usesOf)], problems, isOfCode: true };
}

/** With the other files that findings are in, such as that of the waivers. */
async function textsOf(
  { texts, root }: Pick<Report, 'texts' | 'root'>,
  findings: readonly Finding[],
): Promise<Report['texts']> {
  const others = new Set(findings.map(({ position }) => position.file).filter((file) => !texts.has(file)));
  const read = [...others].map(async (file) => {
    const text = await readFile(join(root, file), 'utf8').catch(() => undefined);
    return text === undefined ? [] : [[file, text] as const];
  });
  return new Map([...texts, ...(await Promise.all(read)).flat()]);
}

interface Said extends Judgement {
  readonly base: Base;
  readonly waived: readonly WaivedFinding[];
}

function linesOf({ base, waived, advice, problems }: Said, findings: readonly Finding[]): readonly string[] {
  return [
    ...(findings.length === 0 ? [`nothing breaks against ${base.label}`] : [`compared with ${base.label}`]),
    ...advice.filter(({ isEnough }) => !isEnough).map(adviceLine),
    ...(waived.length === 0 ? [] : [`${plural(waived.length, 'finding')} waived by ${waiversName}`]),
    ...hiddenLines(problems),
  ];
}

/** `eventwright readers` lists them all. */
function hiddenLines([first, ...others]: readonly string[]): readonly string[] {
  if (first === undefined) return [];
  const more =
    others.length === 0 ? '' : `, and ${plural(others.length, 'other problem')} that \`eventwright readers\` lists`;
  return [`some code may not have been seen: ${first}${more}`];
}

const adviceLine = ({ application, before, after, needed, smallest }: VersionAdvice): string =>
  `${application}: a ${needed} change; ${after === before ? `the version is still ${before}` : `${before} became ${after}`}, ${smallest} would tell`;
