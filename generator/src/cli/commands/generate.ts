import { join } from 'node:path';
import { openContentMemory } from '../../write/content-memory.ts';
import { CliError } from '../cli-error.ts';
import type { Container } from '../container.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { isRunning } from '../is-running.ts';
import { printReport } from '../report/print-report.ts';
import { unlessInterrupted } from '../unless-interrupted.ts';
import type { GenerateOptions } from './generate/generate-options.ts';
import type { GenerationRun } from './generate/generation-run.ts';
import { isComparison, reportGeneration } from './generate/report-generation.ts';
import { runGeneration } from './generate/run-generation.ts';
import type { FilesRead } from './generate/watch-generation.ts';

/** `eventwright generate`. Writes nothing where the contracts have an error, one of the official parser included. */
export async function generate(container: Container, options: GenerateOptions): Promise<ExitCode> {
  if (options.template !== undefined) return generateByTemplate(container, options, options.template);
  refuseTemplateOptions(options);
  if (options.watch === true) return watch(container, options);
  return unlessInterrupted(generateOnce(container, options), container.io.signal);
}

async function generateByTemplate(
  container: Container,
  { out, param = [], application = [] }: GenerateOptions,
  template: string,
): Promise<ExitCode> {
  const { generateFromTemplate } = await import('../templates/generate-from-template.ts');
  return generateFromTemplate(container, { template, out, params: param, applications: application });
}

function refuseTemplateOptions({ param, application }: GenerateOptions): void {
  if (param === undefined && application === undefined) return;
  throw new CliError(exitCode.usage, `--${param === undefined ? 'application' : 'param'} is for templates only.`, {
    help: 'Name one by --template.',
  });
}

async function generateOnce(container: Container, options: GenerateOptions): Promise<ExitCode> {
  const run = await runGeneration(container, options);
  return finish(container, options, run);
}

async function watch(container: Container, options: GenerateOptions): Promise<ExitCode> {
  const { watchGeneration } = await import('./generate/watch-generation.ts');
  const contents = openContentMemory();
  let isFirst = true;
  const run = async (current: Container): Promise<FilesRead> => {
    const generation = await runGeneration(current, options, contents);
    if (isFirst || !generation.isRepetition) await finish(current, options, generation);
    isFirst = false;
    return generation.inputs.map((path) => join(generation.config.root, path));
  };
  return watchGeneration(container, { run, contents });
}

/** Writes where that was asked for, says so, and only then keeps what makes the next run short. */
async function finish(container: Container, options: GenerateOptions, run: GenerationRun): Promise<ExitCode> {
  if (!isComparison(options) && !run.isRepetition) await write(run);
  const code = await printReport(container, await reportGeneration(container, options, run));
  if (options.only === undefined) run.outcome?.remember();
  return code;
}

/** Writes nothing where an error forbids it. */
async function write({ outcome, clock }: GenerationRun): Promise<void> {
  if (outcome === undefined) return;
  clock.next('writing');
  const { applyWrite } = await import('../../write/apply-write.ts');
  await applyWrite(outcome.plan, { isRunning });
}
