import { realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { failedToRead, type ReadText, readText, unreadable } from './read-text.ts';

export interface SourceFolder {
  /** All paths are relative to it. */
  readonly root: string;
  /** The contracts folder with symbolic links resolved; nothing outside is read. */
  readonly realFolder: string;
}

/** Reads a text file of the contracts. Undefined where it does not exist; whatever else is wrong is a finding. */
export async function readSource({ root, realFolder }: SourceFolder, path: string): Promise<ReadText | undefined> {
  try {
    const real = realpathSync.native(join(root, path));
    if (real === realFolder || real.startsWith(realFolder + sep)) return await readText(real, path);
    return unreadable(path, 'is a symbolic link that leads out of the contracts folder', 'Copy what it leads to.');
  } catch (error) {
    return failedToRead(path, error);
  }
}
