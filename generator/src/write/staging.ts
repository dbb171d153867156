import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder inside the output folder, so on the same file system, where files wait until all of them are written. */
export interface Staging {
  add(path: string, text: string): Promise<void>;
  /** Moves a file to where it belongs, in the place of what is there. Its folder must exist. */
  moveTo(path: string): Promise<void>;
  close(): Promise<void>;
}

const prefix = '.eventwright-staging-';

/** Opens the staging folder of this process, and removes those that processes which were killed have left behind. */
export async function openStaging(directory: string, isRunning: (pid: number) => boolean): Promise<Staging> {
  await mkdir(directory, { recursive: true });
  for (const name of await readdir(directory)) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number(name.slice(prefix.length));
    if (pid === process.pid || !isRunning(pid)) await clear(join(directory, name));
  }
  const folder = join(directory, `${prefix}${process.pid}`);
  await mkdir(folder);
  const staged = new Map<string, string>();
  return {
    async add(path, text) {
      const temporary = join(folder, String(staged.size));
      await writeFile(temporary, text);
      staged.set(path, temporary);
    },
    async moveTo(path) {
      const temporary = staged.get(path);
      if (temporary === undefined) throw new RangeError(`nothing was staged for ${path}`);
      await rename(temporary, join(directory, path));
    },
    close: () => clear(folder),
  };
}

const clear = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });
