import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { manifestPath, manifestText, readManifest } from './manifest.ts';
import type { WritePlan } from './plan-write.ts';

/**
 * Carries a plan out. Every file is replaced by rename, so a reader sees the old text or the new one, never a half.
 * Unchanged files keep their modification time. Before the first file is touched the manifest lists old and new ones, so
 * an interrupted run leaves nothing behind that the next one would not own.
 */
export async function applyWrite(plan: WritePlan): Promise<void> {
  const { directory, manifest } = plan;
  const earlier = await readManifest(directory);
  const writes = [...plan.added, ...plan.changed];
  if (writes.length > 0 || plan.orphaned.length > 0) {
    await replace(join(directory, manifestPath), manifestText({ files: { ...earlier.files, ...manifest.files } }));
  }
  await Promise.all(writes.map((file) => replace(join(directory, file.path), file.text)));
  for (const path of plan.orphaned) await remove(directory, path);
  if (manifestText(earlier) !== manifestText(manifest)) {
    await replace(join(directory, manifestPath), manifestText(manifest));
  }
}

async function replace(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, text);
  await rename(temporary, path);
}

/** Removes the file, and the folders that it leaves empty. */
async function remove(directory: string, path: string): Promise<void> {
  await rm(join(directory, path), { force: true });
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    if ((await readdir(join(directory, folder))).length > 0) return;
    await rmdir(join(directory, folder));
  }
}
