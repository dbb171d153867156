import { join } from 'node:path';
import type { Container } from '../container.ts';
import type { ExitCode } from '../exit-code.ts';
import { isRunning } from '../is-running.ts';
import { printReport } from '../report/print-report.ts';
import { unlessInterrupted } from '../unless-interrupted.ts';
import type { GenerateOptions } from './generate/generate-options.ts';
import type { GenerationRun } from './generate/generation-run.ts';
import { isComparison, reportGeneration } from './generate/report-generation.ts';
import { runGeneration } from './generate/run-generation.ts';

/** `eventwright generate`. Writes nothing where the contracts have an error, one of the official parser included. */
export async function generate(container: Container, options: GenerateOptions): Promise<ExitCode> {
  if (options.watch === true) return watch(container, options);
  return unlessInterrupted(generateOnce(container, options), container.io.signal);
}

async function generateOnce(container: Container, options: GenerateOptions): Promise<ExitCode> {
  const run = await runGeneration(container, options);
  await carryOut(run, options);
  return printReport(container, await reportGeneration(container, options, run));
}

async function watch(container: Container, options: GenerateOptions): Promise<ExitCode> {
  const { watchGeneration } = await import('./generate/watch-generation.ts');
  let isFirst = true;
  return watchGeneration(container, async (current) => {
    const run = await runGeneration(current, options);
    await carryOut(run, options);
    if (isFirst || !run.isRepetition) await printReport(current, await reportGeneration(current, options, run));
    isFirst = false;
    return run.inputs.map((path) => join(run.config.root, path));
  });
}

/** Writes, where that was asked for and no error forbids it. */
async function carryOut({ outcome, clock }: GenerationRun, options: GenerateOptions): Promise<void> {
  if (outcome === undefined) return;
  if (!isComparison(options)) {
    clock.next('writing');
    const { applyWrite } = await import('../../write/apply-write.ts');
    await applyWrite(outcome.plan, { isRunning });
  }
  if (options.only === undefined) await outcome.remember();
}
