import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ContentMemory } from '../../../write/content-memory.ts';

/** The content of files, looked at again and again. */
export interface ContentSnapshot {
  /** Looks again. Returns whether a file has come, gone or changed since the last look; the first time it has. */
  look(files: Iterable<string>): boolean;
}

export function createContentSnapshot(contents: ContentMemory): ContentSnapshot {
  let seen: ReadonlyMap<string, string | undefined> | undefined;
  return {
    look(files) {
      const before = seen;
      const now = new Map([...files].map((file) => [file, contents.hashOf(file)] as const));
      seen = now;
      if (before?.size !== now.size) return true;
      return ![...now].every(([file, hash]) => before.has(file) && before.get(file) === hash);
    },
  };
}

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
