import { CliError } from '../cli-error.ts';
import type { Container } from '../container.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { openProject, reportOf } from '../open-project.ts';
import { isRefused, outcomeReport } from '../registry/outcome-report.ts';
import type { SubjectOutcome } from '../registry/plan-subject.ts';
import { pushSubject } from '../registry/push-subject.ts';
import { referenceVersions } from '../registry/reference-versions.ts';
import { registryAddress } from '../registry/registry-address.ts';
import { createRegistryClient } from '../registry/registry-client.ts';
import { wantedSubjects } from '../registry/wanted-subjects.ts';
import { printReport } from '../report/print-report.ts';
import type { Report } from '../report/report.ts';
import { visible } from '../report/visible.ts';
import { type PlanOptions, plan } from './registry-plan.ts';

export interface PushOptions extends PlanOptions {
  /** Change nothing. */
  readonly dryRun?: boolean;
}

/**
 * `eventwright registry push`. Subject by subject, oldest version first, the level before the first version. What the
 * registry has already is left alone, so pushing again changes nothing, and goes on where a registry failed half-way. A
 * refused version ends its subject, not the others.
 */
export async function push(container: Container, { dryRun = false, ...options }: PushOptions): Promise<ExitCode> {
  if (dryRun) return plan(container, options);
  const project = await openProject(container);
  const report = reportOf('registry push', project, await project.contracts.allFindings());
  if (report.exitCode !== exitCode.clean) return printReport(container, report);
  const client = createRegistryClient(await registryAddress(container, options), container.io);
  const outcomes: SubjectOutcome[] = [];
  try {
    const subjects = wantedSubjects(project.contracts.model, options);
    const references = referenceVersions(subjects);
    for (const wanted of subjects) {
      container.progress(wanted.subject);
      await pushSubject(client, wanted, { ...references, onOutcome: (outcome) => outcomes.push(outcome) });
      await references.note(client, wanted);
    }
  } catch (error) {
    if (!(error instanceof CliError) || !hasChanged(outcomes)) throw error;
    return reportBroken(container, report, { outcomes, error });
  }
  return printReport(container, {
    ...report,
    exitCode: outcomes.some(isRefused) ? exitCode.findings : exitCode.clean,
    ...outcomeReport(outcomes, { done: true }),
  });
}

const hasChanged = (outcomes: readonly SubjectOutcome[]): boolean =>
  outcomes.some(({ replaces, versions }) => replaces !== undefined || versions.length > 0);

interface Broken {
  readonly outcomes: readonly SubjectOutcome[];
  readonly error: CliError;
}

/** Says what was done before the registry failed, and that it did. */
async function reportBroken(container: Container, report: Report, { outcomes, error }: Broken): Promise<ExitCode> {
  const message = `${error.message.replace(/\.?$/, '.')} What was registered before stays.`;
  const help = `${error.help ?? ''} Push again to go on.`.trim();
  if (container.format !== 'json') container.io.stderr.write(`${visible(message)}\n${visible(help)}\n`);
  return printReport(container, {
    ...report,
    exitCode: error.exitCode,
    ...outcomeReport(outcomes, { done: true }),
    failure: { message, help },
  });
}
