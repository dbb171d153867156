import type { Container } from '../container.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { openProject, reportOf } from '../open-project.ts';
import { isRefused, outcomeReport } from '../registry/outcome-report.ts';
import { planSubject, type SubjectOutcome } from '../registry/plan-subject.ts';
import { referenceVersions } from '../registry/reference-versions.ts';
import { type RegistryOptions, registryAddress } from '../registry/registry-address.ts';
import { createRegistryClient } from '../registry/registry-client.ts';
import { type WantedOptions, wantedSubjects } from '../registry/wanted-subjects.ts';
import { printReport } from '../report/print-report.ts';

export interface PlanOptions extends RegistryOptions, WantedOptions {}

/** `eventwright registry plan`: what `push` would do. Changes nothing. Exit code 1 where a version would be refused. */
export async function plan(container: Container, options: PlanOptions): Promise<ExitCode> {
  const project = await openProject(container);
  const report = reportOf('registry plan', project, await project.contracts.allFindings());
  if (report.exitCode !== exitCode.clean) return printReport(container, report);
  const client = createRegistryClient(await registryAddress(container, options), container.io);
  const outcomes: SubjectOutcome[] = [];
  const subjects = wantedSubjects(project.contracts.model, options);
  const references = referenceVersions(subjects);
  for (const wanted of subjects) {
    container.progress(wanted.subject);
    outcomes.push(await planSubject(client, wanted, references));
    await references.note(client, wanted);
  }
  return printReport(container, {
    ...report,
    exitCode: outcomes.some(isRefused) ? exitCode.findings : exitCode.clean,
    ...outcomeReport(outcomes, { done: false }),
  });
}
