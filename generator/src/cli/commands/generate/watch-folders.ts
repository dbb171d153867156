import { type FSWatcher, statSync, watch } from 'node:fs';

/** Watches a set of folders, each without those below it. */
export interface FolderWatch {
  /** Watches these folders and no others; those that do not exist are passed over. */
  set(folders: ReadonlySet<string>): void;
  close(): void;
}

interface WatchedFolder {
  readonly watcher: FSWatcher;
  /** A folder that was removed and made anew has another one, and its old watcher sees nothing. */
  readonly inode: number;
}

/** Calls back for everything that happens in the folders, also more than once for one change. */
export function watchFolders(onChange: () => void): FolderWatch {
  const watched = new Map<string, WatchedFolder>();
  const drop = (folder: string): void => {
    watched.get(folder)?.watcher.close();
    watched.delete(folder);
  };
  const add = (folder: string, inode: number): void => {
    const watcher = watch(folder, { persistent: true }, onChange);
    // A folder that is gone; its parent is watched too.
    watcher.on('error', onChange);
    watched.set(folder, { watcher, inode });
  };
  return {
    set(folders) {
      for (const folder of watched.keys()) if (!folders.has(folder)) drop(folder);
      for (const folder of folders) {
        const found = statSync(folder, { throwIfNoEntry: false });
        if (found === undefined || !found.isDirectory()) drop(folder);
        else if (watched.get(folder)?.inode !== found.ino) {
          drop(folder);
          add(folder, found.ino);
        }
      }
    },
    close() {
      for (const folder of [...watched.keys()]) drop(folder);
    },
  };
}
