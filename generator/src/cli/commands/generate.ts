import { join, posix } from 'node:path';
import type { TypeScriptTarget } from '../../load/read-config.ts';
import type { ContractModel } from '../../model/contract-model.ts';
import { isError } from '../../model/finding.ts';
import type { OutputFile } from '../../print/output-file.ts';
import type { WritePlan } from '../../write/plan-write.ts';
import { CliError } from '../cli-error.ts';
import type { Container } from '../container.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { openProject, type Project, reportOf } from '../open-project.ts';
import { plural } from '../report/plural.ts';
import { printReport, type Report } from '../report/report.ts';

export interface GenerateOptions {
  /** Compare instead of writing. */
  readonly check?: boolean;
}

/** `eventwright generate`. Writes nothing where the contracts have an error, one of the official parser included. */
export async function generate(container: Container, { check = false }: GenerateOptions): Promise<ExitCode> {
  const project = await openProject(container);
  const target = targetOf(project);
  const { contracts, config } = project;
  const validating = contracts.allFindings();
  const emitting = contracts.ownFindings.some(isError) ? undefined : emit(contracts.model, target);
  // Awaited below, unless the official parser has the first word: a model that it refuses may not be fit to emit.
  emitting?.catch(() => undefined);
  const report = reportOf('generate', project, await validating);
  if (emitting === undefined || report.exitCode !== exitCode.clean) return printReport(container, report);
  const { planWrite } = await import('../../write/plan-write.ts');
  const plan = await planWrite(join(config.root, target.out), await emitting);
  return printReport(container, check ? compared(report, plan, target) : await written(container, report, plan));
}

function targetOf({ config }: Project): TypeScriptTarget {
  if (config.typescript !== undefined) return config.typescript;
  throw new CliError(exitCode.usage, `${config.file} does not say where to generate to.`, {
    help: 'Add "generate": { "typescript": { "out": "generated/src" } }.',
  });
}

/** Loads the emitter, which is slow, while the official parser is still at work in its thread. */
async function emit(model: ContractModel, target: TypeScriptTarget): Promise<readonly OutputFile[]> {
  const { emitTypeScript } = await import('../../emit/typescript/index.ts');
  return emitTypeScript(model, { importExtension: target.importExtension });
}

async function written(container: Container, report: Report, plan: WritePlan): Promise<Report> {
  const { applyWrite } = await import('../../write/apply-write.ts');
  await applyWrite(plan);
  const counts = {
    written: plan.added.length + plan.changed.length,
    unchanged: plan.unchanged.length,
    removed: plan.orphaned.length,
  };
  const line = `${counts.written} written, ${counts.unchanged} unchanged, ${counts.removed} removed in ${container.elapsed()} ms`;
  return { ...report, lines: [line], data: { files: counts } };
}

/** A for files that are missing, M for those that differ, D for those that should be gone. */
function compared(report: Report, plan: WritePlan, { out }: TypeScriptTarget): Report {
  const stale = [
    ...plan.added.map(({ path }) => ({ status: 'A', path: posix.join(out, path) })),
    ...plan.changed.map(({ path }) => ({ status: 'M', path: posix.join(out, path) })),
    ...plan.orphaned.map((path) => ({ status: 'D', path: posix.join(out, path) })),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
  const summary =
    stale.length === 0
      ? `${plural(plan.unchanged.length, 'file')} current`
      : `${plural(stale.length, 'file')} not current: run \`eventwright generate\` and commit what it writes`;
  return {
    ...report,
    exitCode: stale.length === 0 ? exitCode.clean : exitCode.findings,
    lines: [...stale.map(({ status, path }) => `${status} ${path}`), summary],
    data: { stale },
  };
}
