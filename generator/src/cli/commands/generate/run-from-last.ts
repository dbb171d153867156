import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config, TypeScriptTarget } from '../../../load/read-config.ts';
import type { Finding } from '../../../model/finding.ts';
import { contentHash } from '../../../write/content-hash.ts';
import type { ContentMemory } from '../../../write/content-memory.ts';
import type { Generation, GenerationCache } from '../../../write/generation-cache.ts';
import { manifestText } from '../../../write/manifest.ts';
import type { WritePlan } from '../../../write/plan-write.ts';
import type { GenerationRun, Outcome } from './generation-run.ts';
import { editedInputs, hasSameOutputs, sameOutputs } from './last-generation.ts';
import { pathOf, printDrafts } from './print-drafts.ts';
import type { StepClock } from './step-clock.ts';

export interface FromLast {
  readonly last: Generation;
  /** As the last run has read it, and as it still is. */
  readonly config: Config;
  readonly target: TypeScriptTarget;
  /** Absolute path of the output folder, and how people know it. */
  readonly directory: string;
  readonly out: string;
  readonly cache: GenerationCache;
  readonly contents: ContentMemory;
  readonly clock: StepClock;
}

/**
 * The run that the last one makes short: nothing has changed since, or nothing but the inside of some schemas. Undefined
 * where that is not so.
 */
export async function runFromLast(from: FromLast): Promise<GenerationRun | undefined> {
  const { last, config, contents, clock } = from;
  const edited = await editedInputs(last, config, contents);
  if (edited === undefined) return undefined;
  const outcome = edited.length === 0 ? repeated(from) : await withEdited(from, edited);
  if (outcome === undefined) return undefined;
  return {
    config,
    findings: last.findings,
    texts: await textsOf(config.root, last.findings),
    outcome,
    inputs: Object.keys(last.inputs),
    isRepetition: edited.length === 0,
    clock,
  };
}

function repeated({ last, directory, out, contents }: FromLast): Outcome | undefined {
  if (!hasSameOutputs(last, { directory, contents })) return undefined;
  const plan = sameOutputs(last, directory);
  return { plan, out, printed: 0, files: plan.unchanged.length, remember: () => contents.save() };
}

async function withEdited(from: FromLast, edited: readonly string[]): Promise<Outcome | undefined> {
  const { last, config, target, directory, out, cache, contents, clock } = from;
  clock.next('reading edited schemas');
  const { draftEditedSchemas } = await import('./edited-schemas.ts');
  const result = await draftEditedSchemas(last, config, edited);
  if (result === undefined) return undefined;
  clock.next('printing');
  const { importExtension } = target;
  const printed = await printDrafts(result.drafts, { importExtension, directory, contents, earlier: last.outputs });
  clock.next('comparing with the output');
  if (!hasSameOutputs(last, { directory, contents, apartFrom: new Set(result.drafts.map(pathOf)) })) return undefined;
  const plan = await planFrom(from, printed.files);
  const next: Generation = {
    ...last,
    inputs: { ...last.inputs, ...result.inputs },
    outputs: { ...last.outputs, ...printed.outputs },
    manifest: contentHash(manifestText(plan.manifest)),
    schemas: { ...last.schemas, ...result.schemas },
  };
  return {
    plan,
    out,
    printed: printed.files.length,
    files: Object.keys(next.outputs).length,
    remember: () => {
      cache.write(next);
      contents.save();
    },
  };
}

/** Everything but what was printed is known to be as it was. */
async function planFrom({ last, directory }: FromLast, files: WritePlan['added']): Promise<WritePlan> {
  const { planWrite } = await import('../../../write/plan-write.ts');
  const printed = new Set(files.map(({ path }) => path));
  const others = Object.entries(last.outputs).filter(([path]) => !printed.has(path));
  return planWrite(directory, files, { current: new Map(others.map(([path, { text }]) => [path, text])) });
}

async function textsOf(root: string, findings: readonly Finding[]): Promise<ReadonlyMap<string, string>> {
  const files = findings.flatMap(({ position, related }) => [
    position.file,
    ...related.map((place) => place.position.file),
  ]);
  const read = async (file: string) => [file, await readFile(join(root, file), 'utf8')] as const;
  return new Map(await Promise.all([...new Set(files)].map(read)));
}
