import { randomUUID } from 'node:crypto';
import { link, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Makes a file in a folder that exists, at once with all its text. Returns false where there is a file of that name
 * already, which stays as it is.
 */
export async function createFile(path: string, text: string): Promise<boolean> {
  const draft = join(dirname(path), `.eventwright-${randomUUID()}`);
  await writeFile(draft, text, { flag: 'wx' });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await unlink(draft);
  }
}
