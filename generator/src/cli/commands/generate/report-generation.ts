import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { JsonObject } from '@eventwright/avro';
import { isError } from '../../../model/finding.ts';
import type { WritePlan } from '../../../write/plan-write.ts';
import type { Container } from '../../container.ts';
import { exitCode } from '../../exit-code.ts';
import { plural } from '../../report/plural.ts';
import type { Report } from '../../report/report.ts';
import { table } from '../../report/table.ts';
import type { GenerateOptions } from './generate-options.ts';
import type { GenerationRun, Outcome } from './generation-run.ts';
import { colouredDiff, unifiedDiff } from './unified-diff.ts';

/** The report of a run, whose plan has been carried out where the options say so. */
export async function reportGeneration(
  container: Container,
  options: GenerateOptions,
  run: GenerationRun,
): Promise<Report> {
  const { config, findings, texts, outcome } = run;
  const failed = outcome === undefined || findings.some(isError);
  const report: Report = {
    command: 'generate',
    exitCode: failed ? exitCode.contracts : exitCode.clean,
    findings,
    texts,
    root: config.root,
    lines: [],
    data: {},
  };
  const told = outcome === undefined ? report : await withOutcome(container, options, { report, outcome });
  return options.stats === true ? withStats(told, run) : told;
}

async function withOutcome(
  container: Container,
  options: GenerateOptions,
  { report, outcome }: { report: Report; outcome: Outcome },
): Promise<Report> {
  if (!isComparison(options)) return written(container, report, outcome.plan);
  const compared = options.check === true ? checked(report, outcome) : foreseen(report, outcome);
  if (options.diff !== true) return compared;
  const diff = await diffOf(outcome);
  const lines = container.isColored ? colouredDiff(diff) : diff;
  return { ...compared, lines: [...lines, ...compared.lines], data: { ...compared.data, diff: diff.join('\n') } };
}

/** Whether the run only compares and must not write. */
export const isComparison = ({ check, dryRun, diff }: GenerateOptions): boolean =>
  check === true || dryRun === true || diff === true;

function written(container: Container, report: Report, plan: WritePlan): Report {
  const counts = {
    written: plan.added.length + plan.changed.length,
    unchanged: plan.unchanged.length,
    removed: plan.orphaned.length,
  };
  const line = `${counts.written} written, ${counts.unchanged} unchanged, ${counts.removed} removed in ${container.elapsed()} ms`;
  return { ...report, lines: [line], data: { files: counts } };
}

interface Difference {
  /** A for files that are missing, M for those that differ, D for those that should be gone. */
  readonly status: 'A' | 'M' | 'D';
  readonly path: string;
}

function differences({ plan, out }: Outcome): readonly Difference[] {
  const at = (status: Difference['status'], path: string): Difference => ({ status, path: posix.join(out, path) });
  return [
    ...plan.added.map(({ path }) => at('A', path)),
    ...plan.changed.map(({ path }) => at('M', path)),
    ...plan.orphaned.map((path) => at('D', path)),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
}

const linesOf = (list: readonly Difference[]): readonly string[] => list.map(({ status, path }) => `${status} ${path}`);

const asData = (list: readonly Difference[]): readonly JsonObject[] =>
  list.map(({ status, path }) => ({ status, path }));

function checked(report: Report, outcome: Outcome): Report {
  const stale = differences(outcome);
  const summary =
    stale.length === 0
      ? `${plural(outcome.plan.unchanged.length, 'file')} current`
      : `${plural(stale.length, 'file')} not current: run \`eventwright generate\` and commit what it writes`;
  return {
    ...report,
    exitCode: stale.length === 0 ? exitCode.clean : exitCode.findings,
    lines: [...linesOf(stale), summary],
    data: { stale: asData(stale) },
  };
}

function foreseen(report: Report, outcome: Outcome): Report {
  const { added, changed, unchanged, orphaned } = outcome.plan;
  const counts = { written: added.length + changed.length, unchanged: unchanged.length, removed: orphaned.length };
  const list = differences(outcome);
  const summary = `would be: ${counts.written} written, ${counts.unchanged} unchanged, ${counts.removed} removed; nothing was touched`;
  return { ...report, lines: [...linesOf(list), summary], data: { files: counts, wouldChange: asData(list) } };
}

async function diffOf({ plan, out }: Outcome): Promise<readonly string[]> {
  const removed = await Promise.all(
    plan.orphaned.map(async (path) => ({ path, before: await readFile(join(plan.directory, path), 'utf8') })),
  );
  const files = [
    ...plan.added.map(({ path, text }) => ({ path, before: undefined, after: text })),
    ...plan.changed.map(({ path, text, previous }) => ({ path, before: previous, after: text })),
    ...removed.map(({ path, before }) => ({ path, before, after: undefined })),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
  return files.flatMap(({ path, before, after }) => {
    const at = (text: string | undefined) => (text === undefined ? undefined : { path: posix.join(out, path), text });
    return unifiedDiff({ before: at(before), after: at(after) });
  });
}

function withStats(report: Report, { clock, outcome }: GenerationRun): Report {
  const steps = clock.read();
  const printed = outcome?.printed ?? 0;
  const reused = (outcome?.files ?? 0) - printed;
  const rows = steps.map(({ step, milliseconds }) => [step, `${milliseconds} ms`]);
  return {
    ...report,
    lines: [...report.lines, ...table(rows), `${printed} printed, ${reused} from the cache`],
    data: { ...report.data, stats: { steps: steps.map((step) => ({ ...step })), printed, reused } },
  };
}
