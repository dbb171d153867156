import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes what was created, renamed or removed in the folder survive a loss of power. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Creates the folder in a folder that exists; one that is there already is left as it is. */
export async function ensureFolder(path: string): Promise<void> {
  const created = await mkdir(path, { recursive: true });
  if (created !== undefined) {
    await syncFolder(dirname(path));
  }
}
