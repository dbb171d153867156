import { accessSync, constants, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OutputFile } from '../print/output-file.ts';
import { type Manifest, manifestPath, manifestText, readManifest } from './manifest.ts';
import type { WritePlan } from './plan-write.ts';
import { openStaging, type Staging } from './staging.ts';

export interface ApplyOptions {
  /** Tells whether a process still runs. What others have left unfinished is removed. */
  readonly isRunning?: (pid: number) => boolean;
}

/** Files that are staged before signals get their turn: some ten milliseconds. */
const batch = 100;

/**
 * Carries a plan out. All new texts are written beside the output first and then renamed into it in one go, so a reader sees
 * of each file the old text or the new one, never a half, and a run that is interrupted while it writes has changed nothing
 * or everything. Unchanged files keep their modification time. Before the first rename the manifest lists old and new files,
 * where it does not do so yet, so that even a run that is killed between two renames leaves nothing behind that the next one
 * would not own.
 */
export async function applyWrite(plan: WritePlan, { isRunning = () => false }: ApplyOptions = {}): Promise<void> {
  const { directory, manifest } = plan;
  const earlier = await readManifest(directory);
  const writes = [...plan.added, ...plan.changed];
  if (writes.length + plan.orphaned.length === 0 && manifestText(earlier) === manifestText(manifest)) return;
  const staging = openStaging(directory, isRunning);
  try {
    for (const [index, file] of writes.entries()) {
      staging.add(file.path, file.text);
      if (index % batch === batch - 1) await nextTurn();
    }
    moveAll(plan, { staging, writes, earlier });
  } finally {
    staging.close();
  }
}

export interface Moves {
  readonly staging: Staging;
  readonly writes: readonly Pick<OutputFile, 'path'>[];
  /** What the manifest says until then. */
  readonly earlier: Manifest;
}

/** Puts staged files where they belong, and removes what has gone. */
export function moveAll(
  { directory, manifest, orphaned }: Pick<WritePlan, 'directory' | 'manifest' | 'orphaned'>,
  { staging, writes, earlier }: Moves,
): void {
  const moves = staging.moves();
  for (const folder of new Set(orphaned.map((path) => dirname(path)))) {
    accessSync(join(directory, folder), constants.W_OK);
  }
  const isOwned = (path: string): boolean => Object.hasOwn(earlier.files, path);
  const text = manifestText(manifest);
  const before = writes.every(({ path }) => isOwned(path))
    ? undefined
    : manifestText({ files: { ...earlier.files, ...manifest.files } });
  if (before !== undefined) replaceManifest(staging, before);
  for (const path of moves) staging.move(path);
  for (const path of orphaned) remove(directory, path);
  if (before !== text) replaceManifest(staging, text);
}

function replaceManifest(staging: Staging, text: string): void {
  staging.add(manifestPath, text);
  staging.move(manifestPath);
}

/** Removes the file, and the folders that it leaves empty. */
function remove(directory: string, path: string): void {
  rmSync(join(directory, path), { force: true });
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    if (readdirSync(join(directory, folder)).length > 0) return;
    rmdirSync(join(directory, folder));
  }
}
