import type { ContractModel } from '../../model/contract-model.ts';
import { alteredSchemas } from '../../release/altered-schemas.ts';
import { compareLocks, type LockChanges } from '../../release/compare-locks.ts';
import { lockName } from '../../release/lock.ts';
import { lockOf } from '../../release/lock-of.ts';
import { lockText } from '../../release/lock-text.ts';
import { replaceFiles } from '../../write/replace-files.ts';
import { type LockFile, readLockFile } from '../base/lock-file.ts';
import { releasedFindings } from '../base/released-findings.ts';
import { CliError } from '../cli-error.ts';
import type { Container } from '../container.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { openProject, reportOf } from '../open-project.ts';
import { plural } from '../report/plural.ts';
import { printReport } from '../report/print-report.ts';
import type { Report } from '../report/report.ts';
import { table } from '../report/table.ts';

export interface ReleaseOptions {
  /** Write nothing. */
  readonly dryRun?: boolean;
  /** Write nothing; exit code 1 if there is something to release. */
  readonly check?: boolean;
}

/**
 * `eventwright release`. Freezes the schema versions of the contracts as they are into the lock. Refuses contracts that
 * are broken, and those that changed what was released. Doing it again changes nothing.
 */
export async function release(container: Container, options: ReleaseOptions): Promise<ExitCode> {
  const project = await openProject(container);
  const { root } = project.config;
  const { model } = project.contracts;
  const report = reportOf('release', project, await project.contracts.allFindings());
  if (report.exitCode !== exitCode.clean) return printReport(container, report);
  const file = await readLockFile(root);
  const refusal = refusalOf(report, file, model);
  if (refusal !== undefined) return printReport(container, refusal);
  const next = lockOf(model, file?.lock);
  const text = lockText(next);
  const isCurrent = file !== undefined && file.text.replaceAll('\r\n', '\n') === text;
  if (!isCurrent && options.dryRun !== true && options.check !== true) writeLock(root, text);
  const changes = compareLocks(file?.lock, next);
  return printReport(container, {
    ...report,
    exitCode: options.check === true && !isCurrent ? exitCode.findings : exitCode.clean,
    lines: linesOf(changes, options, { isCurrent, isFirst: file === undefined, total: next.subjects.length }),
    data: {
      frozen: changes.frozen.map(({ subject, version, fingerprint }) => ({ subject, version, fingerprint })),
      changed: changes.otherLists,
      isCurrent,
    },
  });
}

/** Undefined where everything that was released is there as it was. */
function refusalOf(report: Report, file: LockFile | undefined, model: ContractModel): Report | undefined {
  if (file === undefined) return undefined;
  const findings = releasedFindings(alteredSchemas(file.lock, model));
  if (findings.length === 0) return undefined;
  return {
    ...report,
    exitCode: exitCode.findings,
    findings: [...findings, ...report.findings],
    texts: new Map([...report.texts, [lockName, file.text]]),
  };
}

function writeLock(root: string, text: string): void {
  try {
    replaceFiles(root, [{ path: lockName, text }]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(exitCode.environment, `${lockName} cannot be written: ${reason}.`, {
      help: `Give yourself the right to write to ${root}.`,
      cause: error,
    });
  }
}

interface State {
  readonly isCurrent: boolean;
  /** Nothing was released before. */
  readonly isFirst: boolean;
  /** Schema versions that are released then. */
  readonly total: number;
}

function linesOf(
  { frozen, otherLists }: LockChanges,
  { check = false, dryRun = false }: ReleaseOptions,
  { isCurrent, isFirst, total }: State,
): readonly string[] {
  if (isCurrent) return [`nothing new: ${plural(total, 'schema version')} released`];
  const done = check ? 'not released' : dryRun ? 'to freeze' : 'frozen';
  const rows = frozen.map(({ subject, version }) => [subject, `v${version}`, done]);
  const counts = `${plural(frozen.length, 'schema version')} ${done}, ${total - frozen.length} released before`;
  const others = isFirst || otherLists.length === 0 ? [] : [`changed since the last release: ${otherLists.join(', ')}`];
  return [...table(rows), ...others, check ? `${counts}; run \`eventwright release\`` : counts];
}
