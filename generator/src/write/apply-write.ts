import { mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { manifestPath, manifestText, readManifest } from './manifest.ts';
import type { WritePlan } from './plan-write.ts';
import { openStaging, type Staging } from './staging.ts';

export interface ApplyOptions {
  /** Tells whether a process still runs. What others have left unfinished is removed. */
  readonly isRunning?: (pid: number) => boolean;
}

/**
 * Carries a plan out. All new texts are written beside the output first and then renamed into it, so a reader sees of each
 * file the old text or the new one, never a half, and a run that is interrupted while it writes has changed nothing.
 * Unchanged files keep their modification time. Before the first rename the manifest lists old and new files, so that even
 * a run that is killed between two renames leaves nothing behind that the next one would not own.
 */
export async function applyWrite(plan: WritePlan, { isRunning = () => false }: ApplyOptions = {}): Promise<void> {
  const { directory, manifest } = plan;
  const earlier = await readManifest(directory);
  const writes = [...plan.added, ...plan.changed];
  if (writes.length + plan.orphaned.length === 0 && manifestText(earlier) === manifestText(manifest)) return;
  const staging = await openStaging(directory, isRunning);
  try {
    for (const file of writes) await staging.add(file.path, file.text);
    if (writes.length + plan.orphaned.length > 0) {
      await replaceManifest(staging, manifestText({ files: { ...earlier.files, ...manifest.files } }));
    }
    const folders = new Set(writes.map(({ path }) => dirname(path)));
    for (const folder of folders) await mkdir(join(directory, folder), { recursive: true });
    for (const { path } of writes) await staging.moveTo(path);
    for (const path of plan.orphaned) await remove(directory, path);
    await replaceManifest(staging, manifestText(manifest));
  } finally {
    await staging.close();
  }
}

async function replaceManifest(staging: Staging, text: string): Promise<void> {
  await staging.add(manifestPath, text);
  await staging.moveTo(manifestPath);
}

/** Removes the file, and the folders that it leaves empty. */
async function remove(directory: string, path: string): Promise<void> {
  await rm(join(directory, path), { force: true });
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    if ((await readdir(join(directory, folder))).length > 0) return;
    await rmdir(join(directory, folder));
  }
}
