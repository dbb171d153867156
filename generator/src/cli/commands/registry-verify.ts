import { sortFindings } from '../../model/finding.ts';
import type { Container } from '../container.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { openProject, reportOf } from '../open-project.ts';
import { compareSubject, readSubject } from '../registry/compare-subject.ts';
import { referenceVersions } from '../registry/reference-versions.ts';
import { type RegistryOptions, registryAddress } from '../registry/registry-address.ts';
import { createRegistryClient } from '../registry/registry-client.ts';
import { type WantedOptions, wantedSubjects } from '../registry/wanted-subjects.ts';
import { plural } from '../report/plural.ts';
import { printReport } from '../report/print-report.ts';

export interface VerifyOptions extends RegistryOptions, WantedOptions {}

/**
 * `eventwright registry verify`: where a registry differs from the contracts, as findings at the places in the contracts
 * that it differs from. Exit code 1 where it does. Subjects that the contracts do not have are somebody else's.
 */
export async function verify(container: Container, options: VerifyOptions): Promise<ExitCode> {
  const project = await openProject(container);
  const report = reportOf('registry verify', project, await project.contracts.allFindings());
  if (report.exitCode !== exitCode.clean) return printReport(container, report);
  const client = createRegistryClient(await registryAddress(container, options), container.io);
  const subjects = wantedSubjects(project.contracts.model, options);
  const references = referenceVersions(subjects);
  const differences = [];
  for (const wanted of subjects) {
    container.progress(wanted.subject);
    differences.push(...compareSubject(wanted, await readSubject(client, wanted, references)));
    await references.note(client, wanted);
  }
  const findings = sortFindings(differences);
  const count = plural(subjects.length, 'subject');
  return printReport(container, {
    ...report,
    exitCode: findings.length === 0 ? exitCode.clean : exitCode.findings,
    findings,
    lines: [findings.length === 0 ? `${count}: the registry is as the contracts are` : `${count} compared`],
    data: { subjects: subjects.length, differences: findings.length },
  });
}
