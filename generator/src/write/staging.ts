import { accessSync, constants, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from './make-folder.ts';

/**
 * A folder inside the output folder, so on the same file system, where files wait until all of them are written, each where it
 * is going to be. Synchronous: of many small files that is five times faster, and no signal can come between two moves.
 */
export interface Staging extends Stage {
  /** Absolute. Other threads may stage there, too. */
  readonly folder: string;
  /**
   * What is to be moved so that all that was staged is where it belongs: files, and whole folders where there is none of their
   * name. Throws where something is in the way.
   */
  moves(): readonly string[];
  /** Moves one to where it belongs, in the place of what is there. */
  move(path: string): void;
  close(): void;
}

export interface Stage {
  add(path: string, content: string | Uint8Array): void;
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
  return {
    ...stageIn(folder),
    folder,
    moves: () => movesTo(directory, folder, ''),
    move: (path) => renameSync(join(folder, path), join(directory, path)),
    close: () => clear(folder),
  };
}

/** Stages files in the folder of a staging. */
export function stageIn(folder: string): Stage {
  const folders = new Set([folder]);
  return {
    add(path, content) {
      const place = join(folder, path);
      const above = dirname(place);
      if (!folders.has(above)) makeFolder(above);
      folders.add(above);
      writeFileSync(place, content);
    },
  };
}

function movesTo(directory: string, folder: string, inside: string): readonly string[] {
  // A move that is refused would leave a half of the output old.
  accessSync(join(directory, inside), constants.W_OK);
  return readdirSync(join(folder, inside), { withFileTypes: true }).flatMap((entry) => {
    const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
    if (!entry.isDirectory() || statSync(join(directory, path), { throwIfNoEntry: false }) === undefined) return path;
    // What is no folder is named by the error of making one in its place.
    makeFolder(join(directory, path));
    return movesTo(directory, folder, path);
  });
}

const clear = (folder: string): void => rmSync(folder, { recursive: true, force: true });
