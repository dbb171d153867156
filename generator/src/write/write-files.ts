import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OutputFile } from '../print/output-file.ts';
import { type ApplyOptions, moveAll } from './apply-write.ts';
import { contentHash } from './content-hash.ts';
import { manifestText, readManifest } from './manifest.ts';
import { readIfExists, refuseUnsafePath } from './plan-write.ts';
import { openStaging } from './staging.ts';

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

/**
 * Writes files as they are made, so that they need not fit into memory. What a reader sees is what `applyWrite` promises: of
 * each file the old text or the new one, and where making them fails nothing has changed.
 */
export async function writeFiles(
  directory: string,
  files: Iterable<OutputFile>,
  { isRunning = () => false }: ApplyOptions = {},
): Promise<Written> {
  const earlier = await readManifest(directory);
  const staging = openStaging(directory, isRunning);
  const isThere = folderMemory(directory);
  try {
    const hashes = new Map<string, string>();
    const added: string[] = [];
    const changed: string[] = [];
    for (const { path, text } of files) {
      refuseUnsafePath(path);
      hashes.set(path, contentHash(text));
      const previous = isThere(dirname(path)) ? readIfExists(join(directory, path)) : undefined;
      if (previous !== text) {
        (previous === undefined ? added : changed).push(path);
        staging.add(path, text);
      }
      if (hashes.size % batch === 0) await nextTurn();
    }
    const removed = Object.keys(earlier.files).filter(
      (path) => !hashes.has(path) && readIfExists(join(directory, path)) !== undefined,
    );
    const manifest = { files: Object.fromEntries(hashes) };
    const writes = [...added, ...changed].map((path) => ({ path }));
    if (writes.length + removed.length > 0 || manifestText(earlier) !== manifestText(manifest)) {
      moveAll({ directory, manifest, orphaned: removed.sort() }, { staging, writes, earlier });
    }
    return { added: added.sort(), changed: changed.sort(), removed, paths: [...hashes.keys()].sort() };
  } finally {
    staging.close();
  }
}

/** Knows which folders were there: in one that was not, no file has to be looked for. */
function folderMemory(directory: string): (folder: string) => boolean {
  const known = new Map<string, boolean>([['.', true]]);
  const isThere = (folder: string): boolean => {
    const before = known.get(folder);
    if (before !== undefined) return before;
    const now = isThere(dirname(folder)) && statSync(join(directory, folder), { throwIfNoEntry: false }) !== undefined;
    known.set(folder, now);
    return now;
  };
  return isThere;
}
