import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OutputFile } from '../print/output-file.ts';
import { type ApplyOptions, moveAll } from './apply-write.ts';
import { manifestText, readManifest } from './manifest.ts';
import { readIfExists } from './plan-write.ts';
import { type StagedFile, stageFiles } from './stage-files.ts';
import { openStaging, type Staging } from './staging.ts';

/** What writing did, as paths relative to the directory, sorted. */
export interface Written {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** All files that the directory now has of the run. */
  readonly paths: readonly string[];
}

/** Files between which signals get their turn: some ten milliseconds. */
const batch = 100;

/** Writes files as they are made, so that they need not fit into memory; otherwise as `writeStaged`. */
export const writeFiles = (
  directory: string,
  files: Iterable<OutputFile>,
  options: ApplyOptions = {},
): Promise<Written> =>
  writeStaged(
    directory,
    async (staging) => {
      const stage = stageFiles(directory, staging);
      const staged: StagedFile[] = [];
      for (const file of files) {
        staged.push(stage(file));
        if (staged.length % batch === 0) await nextTurn();
      }
      return staged;
    },
    options,
  );

/**
 * Has all files of a directory staged, by as many threads as `stageAll` likes, and puts them where they belong. What a reader
 * sees is what `applyWrite` promises: of each file the old text or the new one, and where making them fails nothing has changed.
 */
export async function writeStaged(
  directory: string,
  stageAll: (staging: Staging) => Promise<readonly StagedFile[]>,
  { isRunning = () => false }: ApplyOptions = {},
): Promise<Written> {
  const earlier = await readManifest(directory);
  const staging = openStaging(directory, isRunning);
  try {
    const staged = await stageAll(staging);
    const hashes = new Map(staged.map(({ path, hash }) => [path, hash]));
    const pathsOf = (state: StagedFile['state']): readonly string[] =>
      staged.flatMap((file) => (file.state === state ? [file.path] : []));
    const added = pathsOf('added');
    const changed = pathsOf('changed');
    const removed = Object.keys(earlier.files).filter(
      (path) => !hashes.has(path) && readIfExists(join(directory, path)) !== undefined,
    );
    const manifest = { files: Object.fromEntries(hashes) };
    const writes = [...added, ...changed].map((path) => ({ path }));
    if (writes.length + removed.length > 0 || manifestText(earlier) !== manifestText(manifest)) {
      moveAll({ directory, manifest, orphaned: removed.sort() }, { staging, writes, earlier });
    }
    return { added: added.toSorted(), changed: changed.toSorted(), removed, paths: [...hashes.keys()].sort() };
  } finally {
    staging.close();
  }
}
