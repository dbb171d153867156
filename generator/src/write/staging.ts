import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './make-folder.ts';

/**
 * A folder inside the output folder, so on the same file system, where files wait until all of them are written.
 * Synchronous: of many small files that is five times faster, and no signal can come between two moves.
 */
export interface Staging {
  add(path: string, text: string): void;
  /** Moves a file to where it belongs, in the place of what is there. Its folder must exist. */
  moveTo(path: string): void;
  close(): void;
}

const prefix = '.eventwright-staging-';

/** Opens the staging folder of this process, and removes those that processes which were killed have left behind. */
export function openStaging(directory: string, isRunning: (pid: number) => boolean): Staging {
  makeFolder(directory);
  for (const name of readdirSync(directory)) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number(name.slice(prefix.length));
    if (pid === process.pid || !isRunning(pid)) clear(join(directory, name));
  }
  const folder = join(directory, `${prefix}${process.pid}`);
  mkdirSync(folder);
  const staged = new Map<string, string>();
  return {
    add(path, text) {
      const temporary = join(folder, String(staged.size));
      writeFileSync(temporary, text);
      staged.set(path, temporary);
    },
    moveTo(path) {
      const temporary = staged.get(path);
      if (temporary === undefined) throw new RangeError(`nothing was staged for ${path}`);
      renameSync(temporary, join(directory, path));
    },
    close: () => clear(folder),
  };
}

const clear = (folder: string): void => rmSync(folder, { recursive: true, force: true });
