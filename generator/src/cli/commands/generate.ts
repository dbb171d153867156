import type { Container } from '../container.ts';
import type { ExitCode } from '../exit-code.ts';
import { isRunning } from '../is-running.ts';
import { printReport, type Report } from '../report/report.ts';
import type { GenerateOptions } from './generate/generate-options.ts';
import { isComparison, reportGeneration } from './generate/report-generation.ts';
import { runGeneration } from './generate/run-generation.ts';

/** `eventwright generate`. Writes nothing where the contracts have an error, one of the official parser included. */
export async function generate(container: Container, options: GenerateOptions): Promise<ExitCode> {
  return printReport(container, await generateOnce(container, options));
}

async function generateOnce(container: Container, options: GenerateOptions): Promise<Report> {
  const run = await runGeneration(container, options);
  if (run.outcome !== undefined && !isComparison(options)) {
    run.clock.next('writing');
    const { applyWrite } = await import('../../write/apply-write.ts');
    await applyWrite(run.outcome.plan, { isRunning });
  }
  if (options.only === undefined) await run.outcome?.remember();
  return reportGeneration(container, options, run);
}
