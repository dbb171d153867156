import { type BigIntStats, type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hashOfFile } from '../../../write/content-hash.ts';

/** The content of files, looked at again and again; only those are read again that may have changed. */
export interface ContentSnapshot {
  /** Looks again. Returns whether a file has come, gone or changed since the last look; the first time it has. */
  look(files: Iterable<string>): boolean;
}

interface SeenFile {
  readonly hash: string | undefined;
  /** Undefined where the file may have been written within the same tick of its clock. */
  readonly stamp: string | undefined;
}

/** Longer than a tick of any file system's clock in common use, in milliseconds. */
const tick = 2_000;

export function createContentSnapshot(now: () => number = Date.now): ContentSnapshot {
  let seen = new Map<string, SeenFile>();
  let isFirst = true;
  return {
    look(files) {
      const before = seen;
      seen = new Map();
      for (const file of files) {
        const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
        const known = before.get(file);
        const stamp = stats === undefined ? 'none' : stampOf(stats);
        if (known?.stamp === stamp) seen.set(file, known);
        else {
          const isSettled = stats === undefined || now() - Number(stats.ctimeMs) > tick;
          seen.set(file, { hash: hashOfFile('/', file), stamp: isSettled ? stamp : undefined });
        }
      }
      const isSame = seen.size === before.size && [...seen].every(([file, { hash }]) => isKnown(before, file, hash));
      const hasChanged = isFirst || !isSame;
      isFirst = false;
      return hasChanged;
    },
  };
}

const isKnown = (before: ReadonlyMap<string, SeenFile>, file: string, hash: string | undefined): boolean =>
  before.has(file) && before.get(file)?.hash === hash;

const stampOf = ({ ino, size, mtimeNs, ctimeNs }: BigIntStats): string => `${ino} ${size} ${mtimeNs} ${ctimeNs}`;

export interface FolderTree {
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

/** A folder with all below it, hidden ones and `node_modules` left out; empty where there is no such folder. */
export function treeBelow(folder: string): FolderTree {
  const folders: string[] = [];
  const files: string[] = [];
  const visit = (path: string): void => {
    folders.push(path);
    for (const entry of entriesOf(path)) {
      const below = join(path, entry.name);
      if (!entry.isDirectory()) files.push(below);
      else if (!entry.name.startsWith('.') && entry.name !== 'node_modules') visit(below);
    }
  };
  visit(folder);
  return { folders, files };
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // Gone meanwhile, or never there.
    return [];
  }
}
