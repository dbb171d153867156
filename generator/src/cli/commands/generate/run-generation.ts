import { basename, dirname, join, resolve } from 'node:path';
import { type FoundConfig, findConfig } from '../../../load/find-config.ts';
import type { Config, TypeScriptTarget } from '../../../load/read-config.ts';
import { isError } from '../../../model/finding.ts';
import { cacheFolder } from '../../../write/cache-folder.ts';
import { contentHash } from '../../../write/content-hash.ts';
import { type ContentMemory, openContentMemory } from '../../../write/content-memory.ts';
import {
  type Generation,
  type GenerationCache,
  noGenerationCache,
  openGenerationCache,
} from '../../../write/generation-cache.ts';
import { makerOf } from '../../../write/maker.ts';
import { manifestText } from '../../../write/manifest.ts';
import type { WritePlan } from '../../../write/plan-write.ts';
import { CliError } from '../../cli-error.ts';
import type { Container } from '../../container.ts';
import { exitCode } from '../../exit-code.ts';
import type { Project } from '../../open-project.ts';
import type { GenerateOptions } from './generate-options.ts';
import type { GenerationRun, Outcome } from './generation-run.ts';
import { globMatcher } from './glob.ts';
import { lastConfig } from './last-generation.ts';
import { type Printed, printDrafts } from './print-drafts.ts';
import { runFromLast } from './run-from-last.ts';
import { type StepClock, startStepClock } from './step-clock.ts';

/**
 * Reads the contracts and compares what comes out of them with the output folder; as little of it as has changed. What is
 * known of files is that of the last process, if it is not given.
 */
export async function runGeneration(
  container: Container,
  options: GenerateOptions,
  watched?: ContentMemory,
): Promise<GenerationRun> {
  const clock = startStepClock('looking for changes');
  const found = await findConfig(container.cwd, container.configPath);
  const { cache, contents } = openCaches(found, options, watched);
  const last = cache.read();
  const config = lastConfig(last, found);
  const target = config?.typescript;
  if (last !== undefined && config !== undefined && target !== undefined && options.only === undefined) {
    const directory = directoryOf(container.cwd, config, options.out);
    const out = options.out ?? target.out;
    const run = await runFromLast({ last, config, target, directory, out, cache, contents, clock });
    if (run !== undefined) return run;
  }
  return runAnew(container, options, { last, found, clock, cache, contents });
}

interface RunState extends Caches {
  readonly last: Generation | undefined;
  readonly found: FoundConfig | undefined;
  readonly clock: StepClock;
}

interface Caches {
  readonly cache: GenerationCache;
  readonly contents: ContentMemory;
}

function openCaches(
  found: FoundConfig | undefined,
  { cache = true, out }: GenerateOptions,
  watched: ContentMemory | undefined,
): Caches {
  if (found === undefined || !cache) return { cache: noGenerationCache, contents: watched ?? openContentMemory() };
  const name = contentHash(JSON.stringify([basename(found.path), out ?? null])).slice(0, 12);
  const folder = cacheFolder(dirname(found.path));
  return {
    cache: openGenerationCache({ file: join(folder, `generate-${name}.json`), maker: makerOf() }),
    contents: watched ?? openContentMemory({ file: join(folder, `contents-${name}.txt`) }),
  };
}

async function runAnew(container: Container, options: GenerateOptions, state: RunState): Promise<GenerationRun> {
  const { found, clock } = state;
  // Where nothing is known of an earlier run, the parser will be needed.
  if (state.last === undefined) (await import('../../../load/official-parser/run-in-thread.ts')).startParserThread();
  const project = await readProject(container, options, clock);
  const { config, contracts } = project;
  const target = targetOf(config);
  const directory = directoryOf(container.cwd, config, options.out);
  const isPrintable = !contracts.ownFindings.some(isError);
  const [validated, printing] = await Promise.allSettled([
    contracts.allFindings(),
    isPrintable ? print(project, { target, directory, state }) : undefined,
  ]);
  const findings = resultOf(validated);
  const texts = new Map([...contracts.document.files].map(([path, { text }]) => [path, text]));
  // The official parser has the first word: a model that it refuses may not have been fit to print.
  const run = { config, findings, texts, inputs: [...texts.keys()], isRepetition: false, clock };
  if (findings.some(isError)) return { ...run, outcome: undefined };
  const printed = resultOf(printing);
  if (printed === undefined) return { ...run, outcome: undefined };
  clock.next('comparing with the output');
  const plan = await planOf(directory, printed, options);
  const { knownSchemas } = await import('./known-schemas.ts');
  const generation = { config, configHash: contentHash(found?.text ?? ''), inputs: hashesOf(texts), findings };
  const outcome: Outcome = {
    plan,
    out: options.out ?? target.out,
    printed: printed.files.length,
    files: printed.files.length + printed.current.size,
    remember: () => {
      state.cache.write({
        ...generation,
        outputs: printed.outputs,
        manifest: contentHash(manifestText(plan.manifest)),
        schemas: knownSchemas(contracts.model),
      });
      state.contents.save();
    },
  };
  return { ...run, outcome };
}

function resultOf<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}

async function readProject(
  container: Container,
  { cache = true }: GenerateOptions,
  clock: StepClock,
): Promise<Project> {
  clock.next('loading code');
  const [{ openProject }, { noFindingsCache }] = await Promise.all([
    import('../../open-project.ts'),
    import('../../../write/findings-cache.ts'),
  ]);
  clock.next('reading contracts');
  return openProject(container, cache ? {} : { openCache: () => noFindingsCache });
}

function targetOf(config: Config): TypeScriptTarget {
  if (config.typescript !== undefined) return config.typescript;
  throw new CliError(exitCode.usage, `${config.file} does not say where to generate to.`, {
    help: 'Add "generate": { "typescript": { "out": "generated/src" } }.',
  });
}

const directoryOf = (cwd: string, { root, typescript }: Config, out: string | undefined): string =>
  out === undefined ? join(root, typescript?.out ?? '') : resolve(cwd, out);

interface PrintTask {
  readonly target: TypeScriptTarget;
  readonly directory: string;
  readonly state: RunState;
}

/** Drafts and prints while the official parser is at work in its thread. */
async function print({ contracts }: Project, { target, directory, state }: PrintTask): Promise<Printed> {
  const { clock, last, contents: known } = state;
  clock.next('drafting');
  const { draftTypeScript } = await import('../../../emit/typescript/draft-typescript.ts');
  const drafts = draftTypeScript(contracts.model, { testing: target.testing });
  clock.next('printing');
  const { importExtension } = target;
  const printed = await printDrafts(drafts, {
    importExtension,
    directory,
    contents: known,
    earlier: last?.outputs ?? {},
  });
  clock.next('waiting for the official parser');
  return printed;
}

async function planOf(directory: string, { files, current }: Printed, { only }: GenerateOptions): Promise<WritePlan> {
  const { planWrite } = await import('../../../write/plan-write.ts');
  if (only === undefined) return planWrite(directory, files, { current });
  const covers = globMatcher(only);
  const covered = new Map([...current].filter(([path]) => covers(path)));
  if (covered.size === 0 && !files.some(({ path }) => covers(path))) {
    throw new CliError(
      exitCode.usage,
      `--only '${only}' matches none of the ${files.length + current.size} generated files.`,
      {
        help: "Give a glob of paths below the output folder, in quotes, such as 'messages/**' or 'orders.ts'.",
      },
    );
  }
  return planWrite(directory, files, { current: covered, covers });
}

const hashesOf = (texts: ReadonlyMap<string, string>): Readonly<Record<string, string>> =>
  Object.fromEntries([...texts].map(([path, text]) => [path, contentHash(text)]));
