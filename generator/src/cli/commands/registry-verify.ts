import { type Finding, sortFindings } from '../../model/finding.ts';
import { lockName } from '../../release/lock.ts';
import { readLockFile } from '../base/lock-file.ts';
import { versionsOf } from '../base/open-registry-base.ts';
import { CliError } from '../cli-error.ts';
import type { Container } from '../container.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { openProject, type Project, reportOf } from '../open-project.ts';
import { compareSubject, readSubject } from '../registry/compare-subject.ts';
import { findLocked, lockedSubjects } from '../registry/locked-subjects.ts';
import { referenceVersions } from '../registry/reference-versions.ts';
import { type RegistryAddress, type RegistryOptions, registryAddress } from '../registry/registry-address.ts';
import { createRegistryClient } from '../registry/registry-client.ts';
import { type WantedOptions, wantedSubjects } from '../registry/wanted-subjects.ts';
import { plural } from '../report/plural.ts';
import { printReport } from '../report/print-report.ts';
import type { Report } from '../report/report.ts';

export interface VerifyOptions extends RegistryOptions, WantedOptions {
  /** What the registry is compared with. Default: the contracts as they are. */
  readonly against?: 'contracts' | 'lock';
}

/**
 * `eventwright registry verify`: where a registry differs from the contracts or from what was released, as findings at
 * the places that it differs from. Exit code 1 where it does. Subjects that these do not have are somebody else's.
 */
export async function verify(container: Container, options: VerifyOptions): Promise<ExitCode> {
  const project = await openProject(container);
  const report = reportOf('registry verify', project, await project.contracts.allFindings());
  if (report.exitCode !== exitCode.clean) return printReport(container, report);
  const comparing: Comparing = { container, project, address: await registryAddress(container, options) };
  const isLock = options.against === 'lock';
  const compared = await (isLock ? compareWithLock(comparing) : compareWithContracts(comparing, options));
  const findings = sortFindings(compared.findings);
  const count = plural(compared.subjects, 'subject');
  const same = `${count}: the registry is as ${isLock ? lockName : 'the contracts'} ${isLock ? 'is' : 'are'}`;
  return printReport(container, {
    ...report,
    texts: new Map([...report.texts, ...(compared.texts ?? [])]),
    exitCode: findings.length === 0 ? exitCode.clean : exitCode.findings,
    findings,
    lines: [findings.length === 0 ? same : `${count} compared`],
    data: { subjects: compared.subjects, differences: findings.length },
  });
}

interface Comparing {
  readonly container: Container;
  readonly project: Project;
  readonly address: RegistryAddress;
}

interface Compared {
  readonly subjects: number;
  readonly findings: readonly Finding[];
  /** Of files that findings are about and that are no contracts. */
  readonly texts?: Report['texts'];
}

async function compareWithContracts(
  { container, project, address }: Comparing,
  options: WantedOptions,
): Promise<Compared> {
  const client = createRegistryClient(address, container.io);
  const subjects = wantedSubjects(project.contracts.model, options);
  const references = referenceVersions(subjects);
  const findings: Finding[] = [];
  for (const wanted of subjects) {
    container.progress(wanted.subject);
    findings.push(...compareSubject(wanted, await readSubject(client, wanted, references)));
    await references.note(client, wanted);
  }
  return { subjects: subjects.length, findings };
}

async function compareWithLock({ container, project, address }: Comparing): Promise<Compared> {
  const file = await readLockFile(project.config.root);
  if (file === undefined) {
    throw new CliError(
      exitCode.environment,
      `There is no ${lockName} in ${project.config.root}: nothing was released yet.`,
      {
        help: '`eventwright release` makes it of the contracts as they are. To compare with these, leave out --against.',
      },
    );
  }
  const client = createRegistryClient(address, container.io);
  const subjects = lockedSubjects(file.lock);
  const findings: Finding[] = [];
  for (const locked of subjects) {
    container.progress(locked.subject);
    const held = await versionsOf({ client, label: address.base }, locked.subject);
    const numbers = held.map(({ version }) => version);
    const level = await client.level(locked.subject);
    findings.push(...compareSubject(locked, { level, numbers, found: findLocked(locked, held) }));
  }
  return { subjects: subjects.length, findings, texts: new Map([[lockName, file.text]]) };
}
