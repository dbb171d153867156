import { basename, dirname, join } from 'node:path';
import { listContractFiles } from '../../../load/contract-files.ts';
import type { FoundConfig } from '../../../load/find-config.ts';
import { detectImportExtension } from '../../../load/import-extension.ts';
import type { Config } from '../../../load/read-config.ts';
import { contentHash } from '../../../write/content-hash.ts';
import type { ContentMemory } from '../../../write/content-memory.ts';
import type { Generation } from '../../../write/generation-cache.ts';
import { manifestPath } from '../../../write/manifest.ts';
import type { WritePlan } from '../../../write/plan-write.ts';

/** The configuration that the last run has read, if its text is still the same. */
export function lastConfig(last: Generation | undefined, found: FoundConfig | undefined): Config | undefined {
  if (last === undefined || found === undefined || last.configHash !== contentHash(found.text)) return undefined;
  return { ...last.config, root: dirname(found.path), file: basename(found.path) };
}

/**
 * The files whose content is not what the last run has read; undefined where there are others than then, or where something
 * beside the contracts has changed that decides on the output.
 */
export async function editedInputs(
  { inputs }: Generation,
  { root, contracts, typescript }: Config,
  contents: ContentMemory,
): Promise<readonly string[] | undefined> {
  if (typescript?.isImportExtensionDetected) {
    if ((await detectImportExtension(join(root, typescript.out))) !== typescript.importExtension) return undefined;
  }
  try {
    const { documents, schemas } = await listContractFiles(root, contracts);
    if (![...documents, ...schemas].every((path) => Object.hasOwn(inputs, path))) return undefined;
  } catch {
    // Why the folder cannot be listed is for the run itself to say.
    return undefined;
  }
  const edited: string[] = [];
  for (const [path, hash] of Object.entries(inputs)) {
    const now = contents.hashOf(`${root}/${path}`);
    if (now === undefined) return undefined;
    if (now !== hash) edited.push(path);
  }
  return edited;
}

/** Whether the folder holds what the last run has generated, whoever wrote it, and its manifest says so. */
export function hasSameOutputs(
  { outputs, manifest }: Generation,
  { directory, contents, apartFrom = new Set() }: OutputFolder,
): boolean {
  if (contents.hashOf(join(directory, manifestPath)) !== manifest) return false;
  // Joining paths that are clean takes longer than asking for them.
  return Object.entries(outputs).every(
    ([path, { text }]) => apartFrom.has(path) || contents.hashOf(`${directory}/${path}`) === text,
  );
}

interface OutputFolder {
  /** Absolute path. */
  readonly directory: string;
  readonly contents: ContentMemory;
  /** Files that need not be as they were. */
  readonly apartFrom?: ReadonlySet<string>;
}

/** The plan of a run that has nothing to do. */
export function sameOutputs({ outputs }: Generation, directory: string): WritePlan {
  const unchanged = Object.keys(outputs).sort();
  return {
    directory,
    added: [],
    changed: [],
    unchanged,
    orphaned: [],
    // Made where somebody asks; to report that there is nothing to do, nobody does.
    get manifest() {
      return { files: Object.fromEntries(Object.entries(outputs).map(([path, { text }]) => [path, text])) };
    },
  };
}
