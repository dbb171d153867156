import { join } from 'node:path';
import { createFile } from '../../write/create-file.ts';
import { CliError } from '../cli-error.ts';
import type { Container } from '../container.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { openProject, type Project, reportOf } from '../open-project.ts';
import { extraVersions, readSubject } from '../registry/compare-subject.ts';
import { type MissingFile, missingFiles } from '../registry/missing-files.ts';
import { referenceVersions } from '../registry/reference-versions.ts';
import { type RegistryOptions, registryAddress } from '../registry/registry-address.ts';
import { createRegistryClient, type RegisteredVersion, type RegistryClient } from '../registry/registry-client.ts';
import { wantedSubjects } from '../registry/wanted-subjects.ts';
import { plural } from '../report/plural.ts';
import { printReport } from '../report/print-report.ts';
import { table } from '../report/table.ts';

export interface PullOptions extends RegistryOptions {
  /** Write nothing. */
  readonly dryRun?: boolean;
}

/**
 * `eventwright registry pull`: writes the schema versions that only the registry has as files of the contracts. All is
 * read before the first file is written, and no file is overwritten. Exit code 1 where a version cannot be a file.
 */
export async function pull(container: Container, { dryRun = false, ...options }: PullOptions): Promise<ExitCode> {
  const project = await openProject(container);
  const report = reportOf('registry pull', project, await project.contracts.allFindings());
  if (report.exitCode !== exitCode.clean) return printReport(container, report);
  const client = createRegistryClient(await registryAddress(container, options), container.io);
  const files = await findMissing(container, project, client);
  if (!dryRun) for (const file of files) await write(project, file);
  const isHeld = ({ problem }: MissingFile): boolean => problem === undefined;
  return printReport(container, {
    ...report,
    exitCode: files.every(isHeld) ? exitCode.clean : exitCode.findings,
    lines: [...table(files.map((file) => cellsOf(file, dryRun))), summary(files.filter(isHeld).length, dryRun)],
    data: {
      pulled: files.map(({ subject, version, file = null, problem = null }) => ({ subject, version, file, problem })),
    },
  });
}

async function findMissing(
  container: Container,
  { contracts }: Project,
  client: RegistryClient,
): Promise<readonly MissingFile[]> {
  const taken = new Map<string, string>();
  const files: MissingFile[] = [];
  const subjects = wantedSubjects(contracts.model);
  const references = referenceVersions(subjects);
  for (const wanted of subjects) {
    container.progress(wanted.subject);
    const versions: RegisteredVersion[] = [];
    for (const number of extraVersions(await readSubject(client, wanted, references))) {
      versions.push(await client.version(wanted.subject, number));
    }
    files.push(...missingFiles(contracts.model, wanted, { versions, taken }));
  }
  return files;
}

async function write({ config }: Project, { file, text }: MissingFile): Promise<void> {
  if (file === undefined || (await createFile(join(config.root, file), text))) return;
  throw new CliError(exitCode.environment, `The file ${file} is there already; it was not overwritten.`, {
    help: 'Something else made it in the meantime, or it is not among the contracts: see what it holds, and pull again.',
  });
}

const cellsOf = ({ subject, version, file, problem }: MissingFile, dryRun: boolean): readonly string[] => [
  subject,
  `version ${version}`,
  problem === undefined ? `${dryRun ? 'to write' : 'written'}: ${file}` : `no file: ${problem}`,
];

function summary(count: number, dryRun: boolean): string {
  if (count === 0) return 'no version to write';
  return dryRun
    ? `${plural(count, 'file')} to write`
    : `${plural(count, 'file')} written; point the message to the newest one`;
}
